using System.Globalization;
using XmrtOps.Faults;

namespace XmrtOps.Database.Activity;

/// <summary>What must not be stopped, and why.</summary>
internal static class StopRules
{
    // The text that the server gives an autovacuum that it cannot do without.
    private const string Wraparound = "(to prevent wraparound)";

    /// <summary>Compares what was shown with what is, and what is with what may be stopped.</summary>
    /// <param name="shown">What the user has seen.</param>
    /// <param name="now">What the process does now; null when it is gone.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="includeSystem">Also what the server and its replicas cannot do without.</param>
    /// <param name="target">How messages name the database.</param>
    /// <param name="role">Role of the connection.</param>
    /// <returns>What has come of it already; null: nothing stands in the way.</returns>
    /// <exception cref="XmrtException">PermissionDenied.</exception>
    public static ActivityStop? Check(
        BackendActivity shown, BackendActivity? now, StopAction action, bool includeSystem, string target, string? role)
    {
        if (WithoutSession(shown) is { } reason)
        {
            return ActivityStop.Of(shown, action, StopOutcome.Refused, reason);
        }

        if (now is null || (now.BackendStart is { } start && start != shown.BackendStart))
        {
            return ActivityStop.Of(shown, action, StopOutcome.Gone, "the session had ended");
        }

        DemandPermission(now, target, role);
        if (Refusal(now, includeSystem) is { } refusal)
        {
            return ActivityStop.Of(now, action, StopOutcome.Refused, refusal);
        }

        if (action == StopAction.Terminate)
        {
            return now.TransactionStart == shown.TransactionStart
                ? null
                : ActivityStop.Of(now, action, StopOutcome.MovedOn, shown.TransactionStart is null
                    ? "it was not in a transaction when it was shown, and is now"
                    : "the transaction that was shown has ended");
        }

        return now.State is null || (now.IsRunning && now.StatementStart == shown.StatementStart)
            ? null
            : shown.IsRunning
                ? ActivityStop.Of(now, action, StopOutcome.MovedOn, "the statement that was shown has ended")
                : ActivityStop.Of(now, action, StopOutcome.Refused, WithoutStatement(now));
    }

    /// <summary>Why a process that exists is not stopped; null when it may be.</summary>
    private static string? Refusal(BackendActivity now, bool includeSystem) => now switch
    {
        { IsOwn: true } => "it is a connection that XmrtOps itself keeps open",
        { BackendType: "parallel worker", LeaderProcessId: { } leader } => string.Create(
            CultureInfo.InvariantCulture, $"it is a parallel worker of pid {leader}: stop that one"),
        _ when includeSystem => null,
        { BackendType: "autovacuum worker" } when now.Query?.Contains(Wraparound, StringComparison.Ordinal) == true =>
            "it vacuums to prevent transaction ids from wrapping around, and would begin again: -IncludeSystemBackend insists",
        { IsSuperuser: true } => $"{now.Role} is a superuser: -IncludeSystemBackend insists",
        { BackendType: "client backend" or "autovacuum worker" or null } => null,
        _ => $"it is a process of the server ({now.BackendType}): -IncludeSystemBackend insists",
    };

    private static string WithoutStatement(BackendActivity now) => now.IsIdleInTransaction
        ? "it is idle in a transaction, so that there is no statement to cancel: -Terminate ends the session"
        : "no statement runs that could be cancelled: -Terminate ends the session";

    private static string? WithoutSession(BackendActivity shown) => shown.Kind switch
    {
        ActivityKind.PreparedTransaction => "a prepared transaction has no session: " + ActivityJudgement.EndPrepared(shown),
        ActivityKind.ReplicationSlot => "a replication slot has no session: " + ActivityJudgement.DropSlot(shown),
        _ => null,
    };

    private static void DemandPermission(BackendActivity now, string target, string? role)
    {
        string pid = now.ProcessId!.Value.ToString(CultureInfo.InvariantCulture);
        if (!now.MaySignal)
        {
            throw Errors.PermissionDenied(target, now.IsSuperuser == true || now.Role is null
                ? $"role {role} may not stop pid {pid}, which belongs to "
                    + $"{(now.Role is null ? "the server itself" : $"superuser {now.Role}")}: only a superuser may"
                : $"role {role} may not stop pid {pid} of role {now.Role}: GRANT pg_signal_backend TO {role} would allow it");
        }

        if (now.BackendStart is null)
        {
            throw Errors.PermissionDenied(
                target,
                $"what pid {pid} does is hidden from role {role}, so that it cannot be told from another session: "
                + $"GRANT pg_read_all_stats TO {role} would show it");
        }
    }
}
