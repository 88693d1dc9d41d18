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

    // Columns before the references'.
    private const int FirstReference = 5;

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
        Task<RetentionCounts?> CountAsync(IReadOnlyList<CascadeEdge> references) => InTimeAsync(
            connection,
            notices,
            transaction => AloneAsync(
                transaction,
                CountSql(plan, references),
                cutoff,
                row => new RetentionCounts
                {
                    Rows = row.GetInt64(0),
                    Pending = row.GetInt64(1),
                    Stuck = row.GetInt64(2),
                    NullTimes = row.GetInt64(3),
                    OldestAt = row.TimeOrNull(4),
                    References = [.. references.Select((_, i) => (long?)row.GetInt64(FirstReference + i))],
                },
                cancellation),
            cancellation);
        RetentionCounts? counts = await CountAsync(plan.References);
        // What refers to the rows may be what takes so long.
        if (counts is null && plan.References.Count > 0 && await CountAsync([]) is { } rows)
        {
            counts = rows with { References = [.. plan.References.Select(_ => (long?)null)] };
        }

        notices.Progress(new ProgressNotice("Counted", 100, IsCompleted: true));
        return counts ?? new RetentionCounts { References = [.. plan.References.Select(_ => (long?)null)] };
    }

    // One pass: the rows that are old enough, and those without a time. OFFSET keeps the conditions, which are the dearest of
    // it, from being worked out anew for each of the counts; and the rows are not looked for again for each table that refers
    // to them. Names with a blank: none of the table's own columns is called so.
    private static string CountSql(RetentionPlan plan, IReadOnlyList<CascadeEdge> references)
    {
        const string RowTime = "\"its time\"";
        const string IsFinished = "\"is finished\"";
        const string IsStuck = "\"is stuck\"";
        string time = RetentionFilter.Column(plan.TimeColumn);
        QueueFacts? queue = plan.Filter.Queue;
        string goes = $"{RowTime} IS NOT NULL" + (plan.Filter.Finished is null ? "" : $" AND {IsFinished}");
        string pending = queue is null ? "false" : $"{RowTime} IS NOT NULL AND NOT {IsFinished}";
        IEnumerable<string> keys = references.Where(edge => edge.Parent is null)
            .SelectMany(edge => edge.ParentColumns).Distinct(StringComparer.Ordinal).Select(RetentionFilter.Column);
        string columns = keys.Aggregate("", (row, key) => $"{row}, {key}");
        IEnumerable<string> counts = references.Select(edge =>
            $"(SELECT count(*) FROM {edge.From} WHERE {RetentionSql.Refers(edge, $"FROM r AS t WHERE {goes}")})");
        return $"""
            WITH r AS {(references.Count == 0 ? "NOT MATERIALIZED" : "MATERIALIZED")} (
                SELECT {time} AS {RowTime}, {(queue is null ? "true" : WorkQueue.Finished(queue.HasRouter))} AS {IsFinished},
                       {(queue is { HasRouter: true } ? WorkQueue.Stuck : "false")} AS {IsStuck}{columns}
                FROM {plan.Table.ToSql()} AS t
                WHERE ({plan.Filter.Age("$1")}) OR {time} IS NULL
                OFFSET 0
            ), own AS (
                SELECT count(*) FILTER (WHERE {goes}), count(*) FILTER (WHERE {pending}),
                       count(*) FILTER (WHERE {pending} AND {IsStuck}), count(*) FILTER (WHERE {RowTime} IS NULL),
                       min({RowTime}) FILTER (WHERE {goes} AND isfinite({RowTime}) AND {RowTime} >= '{FirstTime}')::timestamptz
                FROM r
            )
            SELECT {string.Join(",\n       ", counts.Prepend("own.*"))} FROM own
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
