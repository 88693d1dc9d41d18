using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Adapters;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms;

/// <summary>
/// Sends requests to one API and turns what is not an answer into conditions. The token goes to the API's own address
/// and nowhere else: redirects are not followed.
/// </summary>
/// <param name="endpoint">The API.</param>
/// <param name="handler">What sends; not disposed here.</param>
/// <param name="clock">What time it is.</param>
internal sealed class PlatformHttp(PlatformEndpoint endpoint, HttpMessageHandler handler, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly PlatformFaults _faults = new(endpoint, clock);

    public PlatformEndpoint Endpoint => endpoint;

    public void Dispose() => _client.Dispose();

    /// <summary>Sends a request and reads the JSON that it has to be answered with.</summary>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public Task<T> ReadAsync<T>(
        PlatformRequest request, JsonTypeInfo<T> type, INotices notices, CancellationToken cancellation) =>
        ReadAsync(request, answer => PlatformJson.Read(answer, type), notices, cancellation);

    /// <summary>As the other one, for answers that come in several forms.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="read">Reads the answer, and keeps nothing of its body; a JsonException says that it is none of the forms.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public async Task<T> ReadAsync<T>(
        PlatformRequest request, Func<PlatformAnswer, T> read, INotices notices, CancellationToken cancellation)
    {
        using HttpRequestMessage message = Message(request, notices);
        (PlatformAnswer answer, HttpResponseMessage response) = await ExchangeAsync(request, message, notices, cancellation);
        using (response)
        {
            ThrowIfRefused(request, message, response, answer.Body);
            try
            {
                return read(answer);
            }
            catch (JsonException malformed)
            {
                throw _faults.Unreadable(request, message, response, PlatformJson.Reason(answer, malformed), malformed);
            }
        }
    }

    /// <summary>Sends a request whose answer need not be JSON, or may be empty; it has to be a success.</summary>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public async Task<PlatformAnswer> SendAsync(
        PlatformRequest request, INotices notices, CancellationToken cancellation)
    {
        using HttpRequestMessage message = Message(request, notices);
        (PlatformAnswer answer, HttpResponseMessage response) = await ExchangeAsync(request, message, notices, cancellation);
        using (response)
        {
            ThrowIfRefused(request, message, response, answer.Body);
            return Kept(answer);
        }
    }

    /// <summary>Sends a request once, and hands out the answer whatever its status: it is what was asked for.</summary>
    /// <exception cref="XmrtException">PlatformUnreachable, PlatformTimeout, UnreadableAnswer and the like.</exception>
    public async Task<PlatformAnswer> AskAsync(
        PlatformRequest request, INotices notices, CancellationToken cancellation)
    {
        using HttpRequestMessage message = Message(request, notices);
        message.Options.Set(ResilientRequest.SafeToRepeat, false);
        (PlatformAnswer answer, HttpResponseMessage response) = await ExchangeAsync(request, message, notices, cancellation);
        using (response)
        {
            return Kept(answer);
        }
    }

    /// <summary>Sends a request that is answered by an object a line. Half an object at the end is none.</summary>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public async IAsyncEnumerable<T> ObjectsAsync<T>(
        PlatformRequest request,
        JsonTypeInfo<T> type,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        JsonException? malformed = null;
        await foreach (string line in LinesAsync(request, notices, cancellation))
        {
            if (malformed is not null)
            {
                using HttpRequestMessage message = Message(request with { Content = null }, notices);
                throw _faults.Malformed(message, malformed);
            }

            T? read = default;
            try
            {
                read = JsonSerializer.Deserialize(line, type);
            }
            catch (JsonException exception)
            {
                malformed = exception;
            }

            if (read is not null)
            {
                yield return read;
            }
        }
    }

    /// <summary>Sends a request that is answered line by line, for as long as the platform has something to say.</summary>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public async IAsyncEnumerable<string> LinesAsync(
        PlatformRequest request, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using HttpRequestMessage message = Message(request, notices);
        using HttpResponseMessage response = await SendAsync(request, message, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            ThrowIfRefused(request, message, response, await PlatformLines.BeginningAsync(response, cancellation));
        }

        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        using StreamReader reader = new(body);
        while (true)
        {
            string? line;
            try
            {
                line = await PlatformLines.NextAsync(reader, cancellation);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
            {
                throw _faults.Unreadable(
                    request, message, response, exception is InvalidDataException ? exception.Message : "it breaks off", exception);
            }

            if (line is null)
            {
                yield break;
            }

            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static PlatformAnswer Kept(PlatformAnswer answer) => answer with { Body = answer.Body.ToArray() };

    /// <summary>The answer's body is the response's, and goes with it.</summary>
    private async Task<(PlatformAnswer Answer, HttpResponseMessage Response)> ExchangeAsync(
        PlatformRequest request, HttpRequestMessage message, INotices notices, CancellationToken cancellation)
    {
        message.Options.Set(ResilientRequest.BufferUpTo, request.LongestAnswer);
        long started = Stopwatch.GetTimestamp();
        HttpResponseMessage response = await SendAsync(request, message, cancellation);
        try
        {
            ReadOnlyMemory<byte> body = response.Content is PooledBody pooled
                ? pooled.Bytes
                : await response.Content.ReadAsByteArrayAsync(cancellation);
            double latencyMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            notices.Verbose(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{endpoint.Name}: {message.Method} {PlatformFaults.MaskedUrl(message)} answered {(int)response.StatusCode} in {latencyMs:0} ms"));
            return (
                new PlatformAnswer(
                    (int)response.StatusCode,
                    body,
                    response.Content.Headers.ContentType?.MediaType,
                    PlatformFaults.HeadersOf(response),
                    latencyMs)
                {
                    FullContentType = response.Content.Headers.ContentType?.ToString(),
                },
                response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        PlatformRequest request, HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw _faults.OfException(request, message, exception);
        }
        catch (OperationCanceledException stopped) when (!request.IsRead && PlatformFaults.WasSent(message))
        {
            // Ctrl+C takes back nothing that is under way.
            throw _faults.OfException(request, message, stopped);
        }
    }

    private void ThrowIfRefused(
        PlatformRequest request, HttpRequestMessage message, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw _faults.OfAnswer(request, message, response, body);
        }
    }

    private HttpRequestMessage Message(PlatformRequest request, INotices notices)
    {
        string query = string.Join('&', request.Query
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value!)}"));
        string below = endpoint.BaseAddress.AbsoluteUri.TrimEnd('/');
        Uri url = new($"{below}/{request.Path.TrimStart('/')}{(query.Length > 0 ? "?" + query : "")}");
        HttpRequestMessage message = new(request.Method, url) { Content = request.Content };
        message.Headers.UserAgent.ParseAdd(ApplicationName.Of(notices.Command));
        message.Headers.Accept.ParseAdd(request.Accept ?? "application/json");
        endpoint.Authorize(message);
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Options.Set(ResilientRequest.SafeToRepeat, request.IsRead);
        message.Options.Set(ResilientRequest.Repeating, (tries, wait) => PlatformWaits.Say(endpoint, message, tries, wait, notices));
        if (request.WaitsOutLimits)
        {
            message.Options.Set(ResilientRequest.LongestWait, request.Patience);
            message.Options.Set(ResilientRequest.TotalTimeout, request.Patience);
            message.Options.Set(ResilientRequest.UntoldWait, PlatformLimits.UntoldWait);
        }

        if (request.TryTimeout is { } timeout)
        {
            message.Options.Set(ResilientRequest.TryTimeout, timeout);
        }

        return message;
    }
}
