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
            transaction => transaction.SingleAsync(
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
                transaction => transaction.SingleAsync(
                    ReferencesSql(plan),
                    cutoff,
                    row => plan.References.Select((_, column) => (long?)row.GetInt64(column)).ToArray(),
                    cancellation),
                cancellation) ?? [.. plan.References.Select(_ => (long?)null)];
        notices.Progress(new ProgressNotice("Counted", 100, IsCompleted: true));
        return (rows ?? new RetentionCounts { References = [] }) with { References = references };
    }

    // One pass: the rows that are old enough, and those without a time.
    private static string RowsSql(RetentionPlan plan)
    {
        string time = RetentionFilter.Column(plan.TimeColumn);
        string goes = $"{time} IS NOT NULL AND {plan.Filter.Finished ?? "true"}";
        string pending = plan.Filter.Queue is { } queue
            ? $"{time} IS NOT NULL AND NOT {WorkQueue.Finished(queue.HasRouter)}"
            : "false";
        string stuck = plan.Filter.Queue is { HasRouter: true } ? $"{pending} AND {WorkQueue.Stuck}" : "false";
        return $"""
            SELECT count(*) FILTER (WHERE {goes}), count(*) FILTER (WHERE {pending}),
                   count(*) FILTER (WHERE {stuck}), count(*) FILTER (WHERE {time} IS NULL),
                   min({time}) FILTER (WHERE {goes} AND isfinite({time}) AND {time} >= '{FirstTime}')::timestamptz
            FROM {plan.Table.ToSql()} AS t
            WHERE ({plan.Filter.Age("$1")}) OR {time} IS NULL
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
