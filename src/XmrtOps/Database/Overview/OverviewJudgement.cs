using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Database.Overview;

/// <summary>What is wrong with a database, by its overview: a pure function of it.</summary>
internal static class OverviewJudgement
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <param name="overview">As it was read, with the advice on its settings.</param>
    /// <param name="isProduction">What may be given up on a disposable server is critical here.</param>
    /// <returns>The worst first.</returns>
    public static IReadOnlyList<Finding> Of(DatabaseOverview overview, bool isProduction) =>
    [
        .. Load(overview)
            .Concat(Ids(overview))
            .Concat(Transactions(overview))
            .Concat(ReplicationJudgement.Of(overview))
            .Concat(Counters(overview))
            .Concat(SettingJudgement.Of(overview, isProduction))
            .Select(finding => finding with { MeasuredAt = overview.MeasuredAt })
            .OrderByDescending(finding => finding.Severity),
    ];

    /// <summary>A command against the overview's connection.</summary>
    public static string Command(DatabaseOverview overview, string command) =>
        $"{command} -Connection {CommandText.Argument(overview.Connection)}";

    public static Severity SeverityOf(Bounds bounds, double value) => bounds.Judge(value) switch
    {
        HealthStatus.Unhealthy => Severity.Critical,
        HealthStatus.Degraded => Severity.Warning,
        _ => Severity.None,
    };

    public static Dictionary<string, object?> Evidence(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in values)
        {
            evidence.Add(name, value);
        }

        return evidence;
    }

    private static IEnumerable<Finding> Load(DatabaseOverview overview)
    {
        Severity ofConnections = SeverityOf(OverviewThresholds.ConnectionsPercent, overview.ConnectionsPercent);
        if (ofConnections != Severity.None)
        {
            IEnumerable<string> holders = overview.ConnectionGroups
                .GroupBy(group => group.Role ?? "(dropped role)", StringComparer.Ordinal)
                .Select(role => (Role: role.Key, Held: role.Sum(group => group.Connections)))
                .OrderByDescending(role => role.Held)
                .Take(3)
                .Select(role => string.Create(Culture, $"{role.Role} {role.Held:N0}"));
            yield return new Finding
            {
                Code = "ConnectionsNearLimit",
                Severity = ofConnections,
                Reason = string.Create(
                    Culture,
                    $"{overview.ConnectionsUsed:N0} of {overview.ConnectionsUsable:N0} connections are in use: {string.Join(", ", holders)}"),
                Evidence = Evidence(
                    ("ConnectionsUsed", overview.ConnectionsUsed),
                    ("ConnectionsUsable", overview.ConnectionsUsable),
                    ("ConnectionsPercent", overview.ConnectionsPercent),
                    ("Threshold", OverviewThresholds.ConnectionsPercent.Degraded),
                    ("CriticalThreshold", OverviewThresholds.ConnectionsPercent.Unhealthy)),
                Remedy = Command(overview, "Get-XmrtActivity -All"),
            };
        }

        if (overview.CacheHitPercent < OverviewThresholds.CacheHitPercent)
        {
            yield return new Finding
            {
                Code = "CacheHitLow",
                Severity = Severity.Warning,
                Confidence = IsLongEnough(overview, overview.StatisticsSince) ? Confidence.High : Confidence.Low,
                Reason = $"only {Display.Percent(overview.CacheHitPercent)} of the blocks were found in the cache: "
                    + "large tables are read from end to end, or shared_buffers is small",
                Evidence = Evidence(
                    ("CacheHitPercent", overview.CacheHitPercent),
                    ("BlocksHit", overview.BlocksHit),
                    ("BlocksRead", overview.BlocksRead),
                    ("StatisticsSince", overview.StatisticsSince),
                    ("Threshold", OverviewThresholds.CacheHitPercent)),
                Remedy = Command(overview, "Get-XmrtSlowQuery -OrderBy IO"),
            };
        }
    }

    private static IEnumerable<Finding> Ids(DatabaseOverview overview)
    {
        Severity severity = SeverityOf(OverviewThresholds.WraparoundPercent, overview.WraparoundPercent);
        if (severity != Severity.None)
        {
            yield return new Finding
            {
                Code = "WraparoundNear",
                Severity = severity,
                Reason = string.Create(
                    Culture,
                    $"{overview.WraparoundDatabase} has used {overview.WraparoundAge:N0} transaction or multixact ids, "
                    + $"{Display.Percent(overview.WraparoundPercent)} of those there are; at the end the server takes no more changes"),
                Evidence = Evidence(
                    ("WraparoundPercent", overview.WraparoundPercent),
                    ("WraparoundDatabase", overview.WraparoundDatabase),
                    ("WraparoundAge", overview.WraparoundAge),
                    ("Threshold", OverviewThresholds.WraparoundPercent.Degraded),
                    ("CriticalThreshold", OverviewThresholds.WraparoundPercent.Unhealthy)),
                Remedy = $"VACUUM (FREEZE); -- in {overview.WraparoundDatabase}; end old transactions and slots first",
            };
        }
        else if (overview.TransactionAge > overview.FreezeMaxAge)
        {
            yield return new Finding
            {
                Code = "FreezeOverdue",
                Severity = Severity.Information,
                Reason = string.Create(
                    Culture,
                    $"the oldest rows are {overview.TransactionAge:N0} transactions old, past autovacuum_freeze_max_age: "
                    + $"autovacuum has to freeze them, and does not keep up yet"),
                Evidence = Evidence(("TransactionAge", overview.TransactionAge), ("Threshold", overview.FreezeMaxAge)),
                Remedy = Command(overview, "Get-XmrtActivity -HoldingXmin"),
            };
        }
    }

    private static IEnumerable<Finding> Transactions(DatabaseOverview overview)
    {
        if (overview.LongestTransaction is { } longest)
        {
            Bounds bounds = longest.IsIdle ? OverviewThresholds.IdleSeconds : OverviewThresholds.TransactionSeconds;
            Severity severity = SeverityOf(bounds, longest.OpenSeconds);
            if (severity != Severity.None)
            {
                yield return new Finding
                {
                    Code = "LongTransaction",
                    Severity = severity,
                    Reason = $"{longest} has had its transaction open for {Display.Milliseconds(longest.OpenSeconds * 1000)}: "
                        + "it keeps its locks, and vacuum from removing rows",
                    Evidence = Evidence(
                        ("ProcessId", longest.ProcessId),
                        ("State", longest.State),
                        ("OpenSeconds", longest.OpenSeconds),
                        ("Threshold", bounds.Degraded),
                        ("CriticalThreshold", bounds.Unhealthy)),
                    Remedy = Command(overview, string.Create(CultureInfo.InvariantCulture, $"Get-XmrtActivity -ProcessId {longest.ProcessId}")),
                };
            }
        }

        if (overview.OldestPreparedSeconds is { } age && SeverityOf(OverviewThresholds.IdleSeconds, age) is var old and not Severity.None)
        {
            yield return new Finding
            {
                Code = "PreparedTransactionLeft",
                Severity = old,
                Reason = $"a prepared transaction has waited {Display.Milliseconds(age * 1000)} for its end: no session holds it, "
                    + "and it outlives restarts",
                Evidence = Evidence(
                    ("PreparedTransactions", overview.PreparedTransactions),
                    ("OldestPreparedSeconds", age),
                    ("Threshold", OverviewThresholds.IdleSeconds.Degraded),
                    ("CriticalThreshold", OverviewThresholds.IdleSeconds.Unhealthy)),
                Remedy = "SELECT gid, prepared, owner, database FROM pg_prepared_xacts; -- then ROLLBACK PREPARED or COMMIT PREPARED",
            };
        }
    }

    private static IEnumerable<Finding> Counters(DatabaseOverview overview)
    {
        if (overview.ChecksumFailures > 0)
        {
            yield return new Finding
            {
                Code = "ChecksumFailures",
                Severity = Severity.Critical,
                Reason = string.Create(
                    Culture, $"{overview.ChecksumFailures:N0} pages did not have the content that was written: the disk or memory damages data"),
                Evidence = Evidence(("ChecksumFailures", overview.ChecksumFailures), ("Threshold", 1)),
                Remedy = "Take a backup aside before anything else, and tell the platform's support.",
            };
        }

        double hours = (overview.MeasuredAt - overview.StatisticsSince)?.TotalHours ?? 0;
        if (IsLongEnough(overview, overview.StatisticsSince))
        {
            if (overview.Deadlocks / hours * 24 >= OverviewThresholds.DeadlocksADay)
            {
                yield return new Finding
                {
                    Code = "Deadlocks",
                    Severity = Severity.Information,
                    Reason = string.Create(
                        Culture, $"{overview.Deadlocks:N0} deadlocks since {overview.StatisticsSince:d}: sessions change the same rows in different orders"),
                    Evidence = Evidence(
                        ("Deadlocks", overview.Deadlocks),
                        ("StatisticsSince", overview.StatisticsSince),
                        ("ThresholdPerDay", OverviewThresholds.DeadlocksADay)),
                };
            }

            if (overview.TempBytes / hours >= OverviewThresholds.TempBytesAnHour)
            {
                yield return new Finding
                {
                    Code = "TempFiles",
                    Severity = Severity.Information,
                    Reason = $"{Display.Bytes((long)(overview.TempBytes / hours))} of temporary files an hour: sorts and hashes do not fit into work_mem",
                    Evidence = Evidence(
                        ("TempFiles", overview.TempFiles),
                        ("TempBytes", overview.TempBytes),
                        ("StatisticsSince", overview.StatisticsSince),
                        ("ThresholdBytesPerHour", OverviewThresholds.TempBytesAnHour)),
                    Remedy = $"{Command(overview, "Get-XmrtSlowQuery -OrderBy IO")} | Where-Object TempBlocksWritten",
                };
            }
        }

        double checkpointHours = (overview.MeasuredAt - overview.CheckpointsSince)?.TotalHours ?? 0;
        if (IsLongEnough(overview, overview.CheckpointsSince)
            && overview.RequestedCheckpoints > overview.TimedCheckpoints
            && overview.RequestedCheckpoints / checkpointHours >= OverviewThresholds.ForcedCheckpointsAnHour)
        {
            yield return new Finding
            {
                Code = "CheckpointsForced",
                Severity = Severity.Information,
                Reason = string.Create(
                    Culture,
                    $"{overview.RequestedCheckpoints:N0} checkpoints were forced and {overview.TimedCheckpoints:N0} on time since "
                    + $"{overview.CheckpointsSince:d}: max_wal_size is small for what is written"),
                Evidence = Evidence(
                    ("RequestedCheckpoints", overview.RequestedCheckpoints),
                    ("TimedCheckpoints", overview.TimedCheckpoints),
                    ("CheckpointsSince", overview.CheckpointsSince),
                    ("ThresholdPerHour", OverviewThresholds.ForcedCheckpointsAnHour)),
                Remedy = "ALTER SYSTEM SET max_wal_size = '4GB'; SELECT pg_reload_conf();",
                Undo = "ALTER SYSTEM RESET max_wal_size; SELECT pg_reload_conf();",
            };
        }
    }

    private static bool IsLongEnough(DatabaseOverview overview, DateTimeOffset? since) =>
        overview.MeasuredAt - since >= OverviewThresholds.ForARate;
}
