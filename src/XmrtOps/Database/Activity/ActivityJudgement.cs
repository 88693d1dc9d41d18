using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Database.Activity;

/// <summary>What is wrong with a session, by how long it has been doing what it does.</summary>
internal static class ActivityJudgement
{
    /// <param name="activity">The session as it was read.</param>
    /// <param name="waiters">Those that it keeps waiting, directly.</param>
    public static BackendActivity Judge(BackendActivity activity, IReadOnlyList<BackendActivity> waiters)
    {
        List<Finding> findings = [];
        findings.AddRange(activity.Kind switch
        {
            ActivityKind.PreparedTransaction => OfPrepared(activity),
            ActivityKind.ReplicationSlot => OfSlot(activity),
            _ => OfSession(activity),
        });
        findings.AddRange(OfLocks(activity, waiters));
        return activity with
        {
            Blocks = waiters.Select(w => w.ProcessId!.Value).Order().ToArray(),
            Findings = [.. findings.OrderByDescending(f => f.Severity)],
            Severity = findings.Count == 0 ? Severity.None : findings.Max(f => f.Severity),
        };
    }

    /// <summary>The command that ends what a session does: its statement, or where it has none, the session.</summary>
    public static string Stop(BackendActivity activity) => Command(
        activity, $"Stop-XmrtActivity -ProcessId {Pid(activity)}{(activity.IsRunning ? "" : " -Terminate")}");

    private static IEnumerable<Finding> OfSession(BackendActivity activity)
    {
        if (!activity.IsClient)
        {
            yield break;
        }

        // The wait is somebody else's doing.
        double? working = activity.StatementMs - (activity.WaitMs ?? 0);
        Severity ofStatement = activity.IsRunning ? ActivityThresholds.Statement.Judge(working) : Severity.None;
        Severity ofIdleness = activity.IsIdleInTransaction
            ? ActivityThresholds.IdleInTransaction.Judge(activity.IdleMs)
            : Severity.None;
        if (ofStatement != Severity.None)
        {
            yield return Of(
                "LongStatement",
                ofStatement,
                activity,
                $"its statement has run for {Display.Milliseconds(working)}",
                Stop(activity),
                ("StatementMs", working),
                ActivityThresholds.Statement);
        }
        else if (ofIdleness != Severity.None)
        {
            yield return Of(
                "IdleInTransaction",
                ofIdleness,
                activity,
                $"its client has left it idle in a transaction for {Display.Milliseconds(activity.IdleMs)}",
                Stop(activity),
                ("IdleMs", activity.IdleMs),
                ActivityThresholds.IdleInTransaction);
        }
        else if (ActivityThresholds.Transaction.Judge(activity.TransactionMs) is var ofTransaction and not Severity.None)
        {
            yield return Of(
                "LongTransaction",
                ofTransaction,
                activity,
                $"its transaction has been open for {Display.Milliseconds(activity.TransactionMs)}",
                Command(activity, $"Get-XmrtActivity -ProcessId {Pid(activity)}"),
                ("TransactionMs", activity.TransactionMs),
                ActivityThresholds.Transaction);
        }
    }

    private static IEnumerable<Finding> OfLocks(BackendActivity activity, IReadOnlyList<BackendActivity> waiters)
    {
        if (activity.IsWaiting && ActivityThresholds.Blocked.Judge(activity.WaitMs) is var ofWait and not Severity.None)
        {
            string blockers = string.Join(", ", activity.BlockedBy.Select(Blocker));
            yield return Of(
                "Blocked",
                ofWait,
                activity,
                $"it has waited {(activity.WaitIsUpperBound ? "up to " : "")}{Display.Milliseconds(activity.WaitMs)} for {blockers}",
                Command(activity, $"Get-XmrtLock -ProcessId {Pid(activity)}"),
                ("WaitMs", activity.WaitMs),
                ActivityThresholds.Blocked) with
            {
                Confidence = activity.WaitIsUpperBound ? Confidence.Medium : Confidence.High,
            };
        }

        // Of a chain only its root has to be ended.
        double? longest = waiters.Max(w => w.WaitMs);
        if (activity.BlockedBy.Count == 0
            && ActivityThresholds.Blocked.Judge(longest) is var ofBlocking and not Severity.None)
        {
            yield return Of(
                "Blocking",
                ofBlocking,
                activity,
                $"{HealthWords.Count(waiters.Count)} session{(waiters.Count == 1 ? " waits" : "s wait")} for it, "
                + $"for {Display.Milliseconds(longest)} now",
                Stop(activity),
                ("LongestWaitMs", longest),
                ActivityThresholds.Blocked);
        }
    }

    private static IEnumerable<Finding> OfPrepared(BackendActivity activity)
    {
        if (ActivityThresholds.IdleInTransaction.Judge(activity.TransactionMs) is var severity and not Severity.None)
        {
            yield return Of(
                "ForgottenPreparedTransaction",
                severity,
                activity,
                $"it was prepared {Display.Milliseconds(activity.TransactionMs)} ago, and nobody has ended it",
                EndPrepared(activity),
                ("TransactionMs", activity.TransactionMs),
                ActivityThresholds.IdleInTransaction);
        }
    }

    private static IEnumerable<Finding> OfSlot(BackendActivity activity)
    {
        if (activity.IsInactiveSlot)
        {
            yield return new Finding
            {
                Code = "InactiveReplicationSlot",
                Severity = Severity.Warning,
                Reason = $"replication slot {activity.Name}: nobody reads from it, and it keeps vacuum from removing dead rows",
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["XminAge"] = activity.XminAge },
                Remedy = DropSlot(activity),
                MeasuredAt = activity.MeasuredAt,
            };
        }
    }

    /// <summary>What ends a prepared transaction: there is no session to stop.</summary>
    public static string EndPrepared(BackendActivity activity) =>
        $"ROLLBACK PREPARED {Literal(activity.Name!)}; -- in psql, in database {activity.Database}, as {activity.Role}";

    /// <summary>What ends a replication slot for good.</summary>
    public static string DropSlot(BackendActivity activity) =>
        $"SELECT pg_drop_replication_slot({Literal(activity.Name!)}); -- in psql, once its reader is gone for good";

    private static Finding Of(
        string code,
        Severity severity,
        BackendActivity activity,
        string reason,
        string remedy,
        (string Name, double? Value) measured,
        ActivityBounds bounds) => new()
        {
            Code = code,
            Severity = severity,
            Reason = $"{Who(activity)}: {reason}",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ProcessId"] = activity.ProcessId,
                [measured.Name] = measured.Value,
                ["ThresholdMs"] = bounds.Of(severity),
            },
            Remedy = remedy,
            MeasuredAt = activity.MeasuredAt,
        };

    private static string Who(BackendActivity activity) => activity.ProcessId is { } pid
        ? HealthWords.Session(pid, activity.Role, activity.Application)
        : $"prepared transaction {activity.Name}";

    private static string Blocker(int pid) =>
        pid == 0 ? "a prepared transaction" : string.Create(CultureInfo.InvariantCulture, $"pid {pid}");

    private static string Pid(BackendActivity activity) => activity.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Command(BackendActivity activity, string command) => $"{command} -Connection {Literal(activity.Connection)}";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
