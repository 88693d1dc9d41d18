using System.Data.Common;
using System.Text.RegularExpressions;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>What else bears on a deletion: cron jobs that do the same, the statistics, vacuum, and what sessions' flags are worth.</summary>
internal sealed record RetentionSurroundings
{
    public long? EstimatedRows { get; init; }

    public bool IsAutovacuumOn { get; init; }

    /// <summary>Seconds for which some session's snapshot has kept vacuum from removing what was deleted since.</summary>
    public double? OldestSnapshotSeconds { get; init; }

    public IReadOnlyList<CronJob> CronJobs { get; init; } = [];

    /// <summary>How much of pg_cron's jobs the role sees.</summary>
    public CronSight CronSight { get; init; }

    /// <summary>Who was connected.</summary>
    public string Role { get; init; } = "";

    /// <summary>Null where the rows are no sessions, or it could not be read.</summary>
    public SessionFlags? Sessions { get; init; }

    public static Task<RetentionSurroundings> ReadAsync(
        XmrtConnection connection, RetentionPlan plan, RetentionRequest request, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                string[] tables = [.. plan.Leaves.Select(leaf => leaf.Table.ToSql()).Prepend(plan.Table.ToSql()).Distinct(StringComparer.Ordinal)];
                RetentionSurroundings found = await transaction.SingleAsync(
                    Sql.Of("Retention/Surroundings.sql"),
                    [tables],
                    row => new RetentionSurroundings
                    {
                        CronSight = row.StringOrNull(0) switch
                        {
                            null => CronSight.NoCron,
                            "none" => CronSight.None,
                            "own" => CronSight.Own,
                            _ => CronSight.All,
                        },
                        EstimatedRows = row.ValueOrNull<long>(1),
                        IsAutovacuumOn = row.GetBoolean(2),
                        OldestSnapshotSeconds = row.ValueOrNull<double>(3),
                        Role = row.GetString(4),
                    },
                    cancellation);
                return found with
                {
                    CronJobs = found.CronSight is CronSight.Own or CronSight.All
                        ? await CronJobsAsync(transaction, plan.Table, cancellation)
                        : [],
                    Sessions = request.Activity is null ? null : await SessionsAsync(transaction, plan, cancellation),
                };
            },
            cancellation);

    private static Task<List<CronJob>> CronJobsAsync(
        DatabaseTransaction transaction, RelationName table, CancellationToken cancellation)
    {
        // Only public's tables are found without their schema.
        string schema = $"\"?{Regex.Escape(table.Schema ?? "public")}\"?\\.";
        string name = $"{(table.Schema == "public" ? $"({schema})?" : schema)}\"?{Regex.Escape(table.Name)}\"?";
        return transaction.QueryAsync(Sql.Of("Retention/CronDeletes.sql"), [name], MapJob, cancellation);
    }

    private static CronJob MapJob(DbDataReader row) => new(
        row.StringOrNull(0) ?? "(unnamed)", row.GetString(1), row.TimeOrNull(2), row.StringOrNull(3), row.StringOrNull(4), row.StringOrNull(5));

    private static async Task<SessionFlags?> SessionsAsync(
        DatabaseTransaction transaction, RetentionPlan plan, CancellationToken cancellation)
    {
        try
        {
            return await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    Sql.Of("Retention/SessionTraps.sql"),
                    [plan.Cutoff.ToUniversalTime()],
                    row => new SessionFlags(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                    cancellation),
                cancellation);
        }
        catch (XmrtException unreadable) when (unreadable.ErrorId is "StatementTimedOut" or "ColumnMissing" or "RelationMissing")
        {
            return null;
        }
    }

    /// <summary>A job of pg_cron, how it last ended, and the function by which it deletes; null: it does so itself.</summary>
    internal sealed record CronJob(
        string Name, string Schedule, DateTimeOffset? LastStartedAt, string? LastStatus, string? LastMessage, string? Function);

    /// <summary>What the flag is_active is worth.</summary>
    /// <param name="All">Sessions.</param>
    /// <param name="Inactive">Marked so.</param>
    /// <param name="Unknown">Marked neither way.</param>
    /// <param name="ByUpdate">That the runbook's statement would delete.</param>
    /// <param name="ByUpdateButInUse">Of these, with messages since the cutoff.</param>
    internal sealed record SessionFlags(long All, long Inactive, long Unknown, long ByUpdate, long ByUpdateButInUse);
}
