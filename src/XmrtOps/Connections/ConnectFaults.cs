using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using XmrtOps.Adapters;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>Why a connection could not be made, in the module's conditions.</summary>
internal static class ConnectFaults
{
    public static XmrtException Translate(Exception exception, DatabaseTarget target, bool hadPassword)
    {
        string name = target.ToString();
        return exception switch
        {
            XmrtException known => known,
            DbException { SqlState: { } state } answered => FromState(answered, state, target),
            _ when Inner<SocketException>(exception) is { } socket =>
                Errors.HostUnreachable(name, Reason(socket), exception),
            _ when Inner<AuthenticationException>(exception) is { } refused =>
                Errors.CertificateNotTrusted(name, Certificate(refused, target), exception),
            _ when Inner<TimeoutException>(exception) is not null =>
                Errors.ConnectTimedOut(name, target.ConnectTimeoutSeconds, exception),
            _ when Inner<CryptographicException>(exception) is { } unreadable =>
                Errors.RootCertificateUnreadable(target.RootCertificate ?? target.ClientCertificate ?? "", unreadable.Message, exception),
            // The driver has no code for these two.
            DbException when exception.Message.Contains("SSL", StringComparison.Ordinal) && target.Tls >= TlsMode.Require =>
                Errors.TlsRefused(name, exception),
            DbException when !hadPassword && exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                Errors.PasswordMissing(name, target.UserName, exception),
            DbException or IOException or ObjectDisposedException =>
                Errors.HostUnreachable(name, "it ended the connection during the login", exception),
            _ => Errors.HostUnreachable(name, exception.Message, exception),
        };
    }

    private static XmrtException FromState(DbException exception, string state, DatabaseTarget target)
    {
        string name = target.ToString();
        return state switch
        {
            "28P01" => Errors.PasswordRefused(name, target.UserName, exception),
            "3D000" => Errors.DatabaseNotFound(name, target.Database, exception),
            "55000" => Errors.DatabaseClosed(name, exception),
            // Supavisor's answer to an unknown project or user has no code of its own.
            "XX000" => Errors.LoginRefused(name, "the pooler knows no such user or project", exception),
            _ => DatabaseFaults.Translate(exception, name),
        };
    }

    private static string Reason(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is not known",
        SocketError.ConnectionRefused => "nothing listens there",
        SocketError.TimedOut => "it does not answer",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no route to it",
        _ => socket.Message,
    };

    private static string Certificate(AuthenticationException refused, DatabaseTarget target) =>
        refused.Message.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal)
            ? $"it is not issued for {target.Host}"
            : target.RootCertificate is null
                ? "its root is not among this system's"
                // With a root of its own the driver checks both at once, and does not say which of the two failed.
                : $"it is not issued for {target.Host}, or by no root in {target.RootCertificate}";

    private static T? Inner<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
