using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using XmrtOps.Faults;

namespace XmrtOps.Data;

/// <summary>What an exception of the driver means, in the module's conditions; the driver's types go no further.</summary>
internal static class DatabaseFaults
{
    /// <summary>The exception is the driver's, and not our own cancellation or a condition already.</summary>
    public static bool IsKnown(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        // ObjectDisposedException: a reader whose connection was closed under it.
        DbException or TimeoutException or IOException or SocketException or ObjectDisposedException => true,
        _ => false,
    };

    public static XmrtException Translate(Exception exception, string target) => exception switch
    {
        DbException { SqlState: { } state } answered => FromState(answered, state, target),
        OperationCanceledException => Errors.StatementTimedOut(target, exception),
        ObjectDisposedException => Errors.ConnectionLost(target, exception),
        _ => FromDriver(exception, target),
    };

    public static bool IsConnectionLoss(DbException exception) => exception.SqlState is { } state
        ? state.StartsWith("08", StringComparison.Ordinal) || state is "57P01" or "57P02" or "57P05" or "25P03"
        : exception.InnerException is IOException or SocketException or TimeoutException or null;

    /// <summary>The first line of PostgreSQL's text, without the code that the driver puts before it.</summary>
    public static string MessageOf(DbException exception)
    {
        string line = exception.Message.Split('\n')[0];
        return exception.SqlState is { } state && line.StartsWith(state, StringComparison.Ordinal)
            ? line[(state.Length + 1)..].Trim()
            : line;
    }

    private static XmrtException FromState(DbException exception, string state, string target)
    {
        string message = MessageOf(exception);
        return state switch
        {
            "57014" => Errors.StatementTimedOut(target, exception),
            "55P03" => Errors.LockTimedOut(target, exception),
            "40P01" or "40001" => Errors.Deadlock(target, exception),
            "25006" => Errors.ReadOnlyServer(target, exception),
            // A transaction that starts read-only, by the database's setting or on a replica, cannot be made to write.
            "25001" or "0A000" when message.Contains("read-write mode", StringComparison.Ordinal) =>
                Errors.ReadOnlyServer(target, exception),
            "42501" => Errors.PermissionDenied(target, message, exception),
            "42P01" or "3F000" => Errors.RelationMissing(target, message, exception),
            "42703" => Errors.ColumnMissing(target, message, exception),
            "53100" => Errors.ServerDiskFull(target, message, exception),
            "53200" => Errors.ServerOutOfMemory(target, message, exception),
            "53300" => Errors.TooManyConnections(target, message, exception),
            "53400" => Errors.ServerLimitExceeded(target, message, exception),
            "57P03" => Errors.ServerNotReady(target, message, exception),
            "55000" when message.Contains("not currently accepting connections", StringComparison.Ordinal) =>
                Errors.DatabaseClosed(target, exception),
            "28P01" => Errors.PasswordRefused(target, "the role given", exception),
            "28000" => Errors.LoginRefused(target, message, exception),
            _ when IsConnectionLoss(exception) => Errors.ConnectionLost(target, exception),
            _ => Errors.DatabaseError(target, state, message, exception),
        };
    }

    private static XmrtException FromDriver(Exception exception, string target) => exception.InnerException switch
    {
        TimeoutException => Errors.StatementTimedOut(target, exception),
        AuthenticationException => Errors.CertificateNotTrusted(target, "it could not be verified", exception),
        SocketException refused when refused.SocketErrorCode == SocketError.ConnectionRefused =>
            Errors.HostUnreachable(target, "nothing listens there", exception),
        _ => Errors.ConnectionLost(target, exception),
    };
}
