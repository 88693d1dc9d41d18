using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>What was counted before a deletion; null: it took longer than a minute.</summary>
internal sealed record RetentionCounts
{
    // What was before it PostgreSQL can tell, and .NET cannot.
    private const string FirstTime = "0001-01-03";

    public long? Rows { get; private init; }

    /// <summary>Rows that are old enough and whose work is not done.</summary>
    public long? Pending { get; private init; }

    public long? Stuck { get; private init; }

    public long? NullTimes { get; private init; }

    public DateTimeOffset? OldestAt { get; private init; }

    /// <summary>Rows of each reference, in the plan's order.</summary>
    public required IReadOnlyList<long?> References { get; init; }

    public static async Task<RetentionCounts> ReadAsync(
        XmrtConnection connection, RetentionPlan plan, INotices notices, CancellationToken cancellation)
    {
        object?[] cutoff = [plan.Cutoff.ToUniversalTime()];
        notices.Progress(new ProgressNotice($"Counting what of {plan.Table} is old enough, and what refers to it"));
        RetentionCounts? rows = await InTimeAsync(
            connection,
            notices,
            transaction => AloneAsync(
                transaction,
                RowsSql(plan),
                cutoff,
                row => new RetentionCounts
                {
                    References = [],
                    Rows = row.GetInt64(0),
                    Pending = row.GetInt64(1),
                    Stuck = row.GetInt64(2),
                    NullTimes = row.GetInt64(3),
                    OldestAt = row.TimeOrNull(4),
                },
                cancellation),
            cancellation);
        IReadOnlyList<long?> references = plan.References.Count == 0 ? []
            // Without rows nothing refers to them, and what cannot be counted itself has cascades that cannot either.
            : rows is null or { Rows: 0 } ? [.. plan.References.Select(_ => rows?.Rows)]
            : await InTimeAsync(
                connection,
                notices,
                transaction => AloneAsync(
                    transaction,
                    ReferencesSql(plan),
                    cutoff,
                    row => plan.References.Select((_, column) => (long?)row.GetInt64(column)).ToArray(),
                    cancellation),
                cancellation) ?? [.. plan.References.Select(_ => (long?)null)];
        notices.Progress(new ProgressNotice("Counted", 100, IsCompleted: true));
        return (rows ?? new RetentionCounts { References = [] }) with { References = references };
    }

    // One pass: the rows that are old enough, and those without a time. OFFSET keeps the conditions, which are the dearest of
    // it, from being worked out anew for each of the counts.
    private static string RowsSql(RetentionPlan plan)
    {
        string time = RetentionFilter.Column(plan.TimeColumn);
        QueueFacts? queue = plan.Filter.Queue;
        string goes = "r.at IS NOT NULL" + (plan.Filter.Finished is null ? "" : " AND r.is_done");
        string pending = queue is null ? "false" : "r.at IS NOT NULL AND NOT r.is_done";
        return $"""
            SELECT count(*) FILTER (WHERE {goes}), count(*) FILTER (WHERE {pending}),
                   count(*) FILTER (WHERE {pending} AND r.is_stuck), count(*) FILTER (WHERE r.at IS NULL),
                   min(r.at) FILTER (WHERE {goes} AND isfinite(r.at) AND r.at >= '{FirstTime}')::timestamptz
            FROM (
                SELECT {time} AS at, {(queue is null ? "true" : WorkQueue.Finished(queue.HasRouter))} AS is_done,
                       {(queue is { HasRouter: true } ? WorkQueue.Stuck : "false")} AS is_stuck
                FROM {plan.Table.ToSql()} AS t
                WHERE ({plan.Filter.Age("$1")}) OR {time} IS NULL
                OFFSET 0
            ) AS r
            """;
    }

    // The rows that go are looked for once, however much refers to them.
    private static string ReferencesSql(RetentionPlan plan)
    {
        IEnumerable<string> keys = plan.References.Where(edge => edge.Parent is null)
            .SelectMany(edge => edge.ParentColumns).Distinct(StringComparer.Ordinal).Select(RetentionFilter.Column);
        IEnumerable<string> counts = plan.References.Select(edge =>
            $"(SELECT count(*) FROM {edge.From} WHERE {RetentionSql.Refers(edge, "FROM going AS t")})");
        return $"""
            WITH going AS MATERIALIZED (SELECT {string.Join(", ", keys)} {RetentionSql.InRange(plan, "$1")})
            SELECT {string.Join(",\n       ", counts)}
            """;
    }

    // Parallel workers would count sooner, and hold up whoever writes meanwhile (measured): there is time.
    private static async Task<T> AloneAsync<T>(
        DatabaseTransaction transaction, string sql, object?[] parameters, Func<DbDataReader, T> map, CancellationToken cancellation)
    {
        await transaction.RunAsync(
            [("SELECT set_config('max_parallel_workers_per_gather', '0', true)", [])], static (_, _) => Task.CompletedTask, cancellation);
        return await transaction.SingleAsync(sql, parameters, map, cancellation);
    }

    private static async Task<T?> InTimeAsync<T>(
        XmrtConnection connection, INotices notices, Func<DatabaseTransaction, Task<T>> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await connection.Database.ReadAsync(Limits.ExactRead, notices, read, cancellation);
        }
        catch (XmrtException slow) when (slow.ErrorId == "StatementTimedOut")
        {
            return null;
        }
    }
}
