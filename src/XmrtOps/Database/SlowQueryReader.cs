using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database;

/// <summary>Reads pg_stat_statements as it is in each of its versions, and says what its numbers leave out.</summary>
internal static class SlowQueryReader
{
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_old = TimeSpan.FromDays(30);

    /// <exception cref="XmrtException">StatementsNotInstalled, StatementsNotLoaded, and those of running SQL.</exception>
    public static async IAsyncEnumerable<SlowQuery> ReadAsync(
        XmrtConnection connection,
        SlowQueryFilter filter,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        DatabaseClient database = connection.Database;
        (List<SlowQuery> queries, StatementStatistics statistics) = await database.ReadAsync(
            Limits.Read,
            notices,
            transaction => StatementsExtension.UseAsync(
                transaction,
                connection,
                version => ReadInAsync(transaction, connection, version, filter, page, cancellation),
                cancellation),
            cancellation);
        Announce(statistics, filter, connection, notices);
        page.Announce(queries.Count, statistics.Matching, "statements", notices);
        foreach (SlowQuery query in queries)
        {
            yield return query;
        }

        string[] missing = [.. (filter.QueryId ?? [])
            .Select(id => id.ToString(CultureInfo.InvariantCulture))
            .Except(queries.Select(query => query.QueryId!), StringComparer.Ordinal)];
        if (missing.Length > 0 && page is { Skip: 0, Count: null })
        {
            throw Errors.QueryNotFound(database.Target, missing);
        }
    }

    private static async Task<(List<SlowQuery> Queries, StatementStatistics Statistics)> ReadInAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        Version version,
        SlowQueryFilter filter,
        Page page,
        CancellationToken cancellation)
    {
        StatementStatistics statistics = new() { Version = version };
        List<SlowQuery> queries = [];
        string statement = StatementsExtension.For(
            version,
            "Database/SlowQuery.1.7.sql",
            "Database/SlowQuery.1.8.sql",
            "Database/SlowQuery.1.9.sql",
            "Database/SlowQuery.1.11.sql");
        await transaction.RunAsync(
            [
                (Sql.Of("Database/StatementStatistics.sql"), []),
                (StatementsExtension.EvictionsOf(version), []),
                (Sql.Of(statement), Parameters(filter, page)),
            ],
            async (index, reader) =>
            {
                while (await reader.ReadAsync(cancellation))
                {
                    switch (index)
                    {
                        case 0:
                            statistics = statistics with
                            {
                                Hidden = reader.GetInt64(0),
                                TracksIO = reader.GetBoolean(1),
                                TracksPlanning = reader.GetBoolean(2),
                            };
                            break;
                        case 1:
                            statistics = statistics with { Since = reader.TimeOrNull(0), Evictions = reader.ValueOrNull<long>(1) ?? 0 };
                            break;
                        default:
                            statistics = statistics with { Matching = reader.GetInt64(23) };
                            queries.Add(Map(reader, connection.Name, statistics));
                            break;
                    }
                }
            },
            cancellation);
        return (queries, statistics);
    }

    private static object?[] Parameters(SlowQueryFilter filter, Page page) =>
    [
        filter.OrderBy.ToString(),
        filter.MinimumMeanMs,
        filter.MinimumCalls,
        filter.Role?.Regex,
        filter.Text?.Regex,
        page.Skip,
        page.Limit,
        filter.QueryId?.ToArray(),
    ];

    private static SlowQuery Map(DbDataReader row, string connection, StatementStatistics statistics)
    {
        return new SlowQuery
        {
            Connection = connection,
            QueryId = row.ValueOrNull<long>(0)?.ToString(CultureInfo.InvariantCulture),
            Query = StatementsExtension.Visible(row.StringOrNull(1)),
            Role = row.StringOrNull(2),
            IsTopLevel = row.ValueOrNull<bool>(3),
            Calls = row.GetInt64(4),
            Rows = row.GetInt64(5),
            TotalMs = row.GetDouble(6),
            MeanMs = row.GetDouble(7),
            MinMs = row.GetDouble(8),
            MaxMs = row.GetDouble(9),
            StdDevMs = row.GetDouble(10),
            SharePercent = row.ValueOrNull<double>(11),
            PlanMs = Tracked(row.ValueOrNull<double>(12), statistics.TracksPlanning),
            ReadMs = Tracked(row.ValueOrNull<double>(13), statistics.TracksIO),
            WriteMs = Tracked(row.ValueOrNull<double>(14), statistics.TracksIO),
            SharedBlocksHit = row.GetInt64(15),
            SharedBlocksRead = row.GetInt64(16),
            SharedBlocksDirtied = row.GetInt64(17),
            SharedBlocksWritten = row.GetInt64(18),
            TempBlocksRead = row.GetInt64(19),
            TempBlocksWritten = row.GetInt64(20),
            WalBytes = row.ValueOrNull<long>(21),
            CountedSince = row.TimeOrNull(22),
            MeasuredAt = DateTimeOffset.Now,
        };
    }

    // Zero where nothing is tracked is no measurement; a number left from a time when it was, is one.
    private static double? Tracked(double? measured, bool isTracked) => isTracked || measured > 0 ? measured : null;

    private static void Announce(
        StatementStatistics statistics, SlowQueryFilter filter, XmrtConnection connection, INotices notices)
    {
        if (statistics.Hidden > 0)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"{statistics.Hidden:N0} texts are hidden from role {connection.Role}: grant pg_read_all_stats."));
        }

        if (statistics.Evictions > 0)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"Statements were evicted {statistics.Evictions:N0} times since {statistics.Since:g}: rare ones are "
                + $"missing, and shares are too high. Raise pg_stat_statements.max."));
        }

        if (statistics.Since is { } since)
        {
            TimeSpan age = DateTimeOffset.Now - since;
            if (age < s_young)
            {
                string span = age < TimeSpan.FromMinutes(1) ? "minute" : $"{age.TotalMinutes:0} min";
                notices.Warn($"The statistics cover only the last {span}.");
            }
            else if (age > s_old)
            {
                notices.Warn($"The statistics add up {age.TotalDays:0} days: they say little of today.");
            }
        }

        if (filter.OrderBy == SlowQueryOrder.Wal && statistics.Version < new Version(1, 8))
        {
            notices.Warn($"pg_stat_statements {statistics.Version} does not record WAL: ordered by total time instead.");
        }
    }

    /// <summary>What the numbers rest on.</summary>
    private sealed record StatementStatistics
    {
        public required Version Version { get; init; }

        public long Hidden { get; init; }

        public bool TracksIO { get; init; }

        public bool TracksPlanning { get; init; }

        public DateTimeOffset? Since { get; init; }

        public long Evictions { get; init; }

        public long Matching { get; init; }
    }
}
