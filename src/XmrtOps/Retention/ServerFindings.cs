using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;

namespace XmrtOps.Retention;

/// <summary>What of the server bears on a deletion: cron jobs that do the same, and what keeps vacuum from its work.</summary>
internal static class ServerFindings
{
    private const double OldSnapshotSeconds = 600;

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    public static IEnumerable<Finding> Of(RetentionSurroundings surroundings) =>
        CronJobs(surroundings).Concat(Vacuum(surroundings));

    private static IEnumerable<Finding> CronJobs(RetentionSurroundings surroundings)
    {
        foreach (RetentionSurroundings.CronJob job in surroundings.CronJobs)
        {
            string means = job.Function is null ? "a statement of its own" : $"function {Module.Display.OneLine(job.Function, 80)}";
            string last = job.LastStartedAt is { } at
                ? string.Create(Culture, $"last run {at.ToLocalTime():g}: {job.LastStatus}{(job.LastMessage is { Length: > 0 } said ? $", {Module.Display.OneLine(said, 60)}" : "")}")
                : "no run is known";
            yield return RetentionFindings.New(
                "CronJobDeletes",
                Severity.Warning,
                $"The cron job '{job.Name}' ({job.Schedule}) already deletes from this table by {means}; {last}.") with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["Job"] = job.Name,
                    ["Schedule"] = job.Schedule,
                    ["Function"] = job.Function,
                    ["LastStartedAt"] = job.LastStartedAt,
                    ["LastStatus"] = job.LastStatus,
                    ["LastMessage"] = job.LastMessage,
                },
                Remedy = "It heeds no pending work and takes no batches: see whether it is still wanted, by SELECT * FROM cron.job.",
            };
        }

        if (surroundings.CronSight is CronSight.None or CronSight.Own)
        {
            bool isNone = surroundings.CronSight == CronSight.None;
            string role = DatabaseTransaction.QuoteIdentifier(surroundings.Role);
            yield return RetentionFindings.New(
                "CronJobsHidden",
                Severity.Information,
                $"Whether a cron job already deletes from this table is not known: {(isNone ? $"role {surroundings.Role} may not read the jobs of pg_cron" : $"row level security shows role {surroundings.Role} only jobs of its own")}.") with
            {
                Confidence = Confidence.None,
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Role"] = surroundings.Role },
                Remedy = isNone
                    ? $"GRANT USAGE ON SCHEMA cron TO {role}; GRANT SELECT ON cron.job, cron.job_run_details TO {role};"
                    : "Look as a role that sees all of them, such as postgres.",
            };
        }
    }

    private static IEnumerable<Finding> Vacuum(RetentionSurroundings surroundings)
    {
        if (!surroundings.IsAutovacuumOn)
        {
            yield return RetentionFindings.New(
                "AutovacuumOff", Severity.Warning, "Autovacuum is off here: the space of deleted rows is not used again until somebody vacuums.") with
            {
                Remedy = "Run VACUUM (ANALYZE) on the table afterwards.",
            };
        }

        if (surroundings.OldestSnapshotSeconds > OldSnapshotSeconds)
        {
            yield return RetentionFindings.New(
                "OldSnapshot",
                Severity.Warning,
                string.Create(Culture, $"A transaction has been open for {Module.Display.Milliseconds(surroundings.OldestSnapshotSeconds * 1000)}: until it ends, vacuum removes nothing that is deleted now.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["AgeSeconds"] = surroundings.OldestSnapshotSeconds,
                    ["ThresholdSeconds"] = OldSnapshotSeconds,
                },
                Remedy = "Get-XmrtActivity",
            };
        }
    }
}
