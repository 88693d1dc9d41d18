using System.Net.Sockets;
using System.Security.Authentication;
using XmrtOps.Module;

namespace XmrtOps.Frontend;

/// <summary>What an exception of the HTTP stack says of where a request ended.</summary>
internal static class HttpFaults
{
    public static HttpFailure Of(Exception exception) => exception switch
    {
        HttpIOException io => OfError(io.HttpRequestError),
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => OfError(request.HttpRequestError),
        _ when exception.InnerException is AuthenticationException => HttpFailure.Tls,
        _ when exception.InnerException is IOException or SocketException => HttpFailure.CutOff,
        IOException => HttpFailure.CutOff,
        _ => HttpFailure.Other,
    };

    /// <summary>The innermost cause on one line: the outer ones say only that something failed.</summary>
    public static string Detail(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? "nothing listens there"
            : Display.OneLine(exception.Message, 120).TrimEnd('.');
    }

    private static HttpFailure OfError(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => HttpFailure.NameNotFound,
        HttpRequestError.ConnectionError => HttpFailure.NotConnected,
        HttpRequestError.SecureConnectionError => HttpFailure.Tls,
        HttpRequestError.ResponseEnded => HttpFailure.CutOff,
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError
            or HttpRequestError.VersionNegotiationError => HttpFailure.NotHttp,
        _ => HttpFailure.Other,
    };
}
