using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Tables;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexes;

/// <summary>Reads indexes with what is known of them, and judges them beside the others of their tables.</summary>
internal static class IndexReader
{
    // pg_stat_get_lastscan
    private const int FirstVersionWithLastScan = 160000;

    public static async IAsyncEnumerable<DatabaseIndex> ReadAsync(
        XmrtConnection connection,
        IndexQuery query,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        (IndexStatistics statistics, List<IndexFacts> found, long matching) =
            await ReadFactsAsync(connection, query, page, notices, cancellation);
        List<DatabaseIndex> indexes = Judge(found, statistics);
        WarnOfYouth(found, statistics, notices);
        if (query.Finding is { } wanted)
        {
            indexes = [.. indexes.Where(index => index.Findings.Any(finding => wanted(finding.Code)))];
            matching = indexes.Count;
            indexes = [.. indexes.Skip((int)Math.Min(page.Skip, int.MaxValue)).Take((int)Math.Min(page.Count ?? int.MaxValue, int.MaxValue))];
        }

        page.Announce(indexes.Count, matching, "indexes", notices);
        foreach (DatabaseIndex index in indexes)
        {
            yield return index;
        }
    }

    /// <summary>What the server says, unjudged: the indexes wanted, and all others of their tables.</summary>
    public static Task<(IndexStatistics Statistics, List<IndexFacts> Found, long Matching)> ReadFactsAsync(
        XmrtConnection connection, IndexQuery query, Page page, INotices notices, CancellationToken cancellation) =>
        CatalogueRead.RunAsync(
            connection.Database,
            // Who asks for all of thousands of indexes has asked for more than a glance.
            page.Count is null || query.Finding is not null ? Limits.ExactRead : Limits.Read,
            notices,
            (transaction, isLockFree) => ReadInAsync(transaction, connection, query, page, isLockFree, cancellation),
            cancellation);

    /// <summary>The indexes wanted, biggest first, each with what is wrong with it.</summary>
    public static List<DatabaseIndex> Judge(List<IndexFacts> found, IndexStatistics statistics)
    {
        Dictionary<long, IReadOnlyList<IndexFacts>> byTable = found
            .GroupBy(facts => facts.TableId)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<IndexFacts>)[.. group]);
        return
        [
            .. found
                .Where(facts => facts.IsWanted)
                .OrderByDescending(facts => facts.Index.SizeBytes)
                .Select(facts => facts.Index with
                {
                    Findings = IndexJudgement.Judge(facts, byTable[facts.TableId], statistics),
                }),
        ];
    }

    private static void WarnOfYouth(List<IndexFacts> found, IndexStatistics statistics, INotices notices)
    {
        int unscanned = found.Count(facts => facts.IsWanted && IndexJudgement.LooksUnused(facts));
        if (unscanned > 0 && statistics.Age < IndexThresholds.YoungStatistics)
        {
            string age = statistics.Age < TimeSpan.FromDays(1) ? "less than a day" : $"{statistics.Age.TotalDays:0} days";
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"{unscanned:N0} {(unscanned == 1 ? "index was" : "indexes were")} never scanned, but the counters cover {age}: before "
                + $"{IndexThresholds.YoungStatistics.TotalDays:0} days that says nothing, and none is called unused."));
        }
    }

    private static async Task<(IndexStatistics Statistics, List<IndexFacts> Found, long Matching)> ReadInAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        IndexQuery query,
        Page page,
        bool isLockFree,
        CancellationToken cancellation)
    {
        IndexStatistics? statistics = null;
        List<IndexFacts> found = [];
        long matching = 0;
        await transaction.RunAsync(
            [
                (Sql.Of("Database/Indexes/IndexServer.sql"), []),
                (Sql.Of("Database/Indexes/Indexes.sql"), Parameters(query, page, isLockFree)),
            ],
            async (index, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    if (index == 0)
                    {
                        statistics = IndexRow.MapStatistics(row);
                    }
                    else
                    {
                        matching = row.GetInt64(IndexRow.MatchingColumn);
                        found.Add(IndexRow.Map(row, connection.Name, statistics!));
                    }
                }
            },
            cancellation);
        return (statistics!, await WithLastScansAsync(transaction, connection, found, cancellation), matching);
    }

    private static object?[] Parameters(IndexQuery query, Page page, bool isLockFree)
    {
        bool isJudgedFirst = query.Finding is not null;
        return
        [
            query.Table?.Regex,
            query.Name?.Regex,
            query.Schema?.Regex,
            query.IncludeSystem,
            isJudgedFirst ? 0L : page.Skip,
            isJudgedFirst ? null : page.Limit,
            isLockFree,
            query.Tables?.Select(table => table.Schema).ToArray(),
            query.Tables?.Select(table => table.Name).ToArray(),
        ];
    }

    private static async Task<List<IndexFacts>> WithLastScansAsync(
        DatabaseTransaction transaction, XmrtConnection connection, List<IndexFacts> found, CancellationToken cancellation)
    {
        long[] wanted = [.. found.Where(facts => facts is { IsWanted: true, Index.Scans: > 0 }).Select(facts => facts.Id)];
        if (connection.ServerVersionNumber is null or < FirstVersionWithLastScan || wanted.Length == 0)
        {
            return found;
        }

        Dictionary<long, DateTimeOffset?> lastScans = (await transaction.QueryAsync(
            Sql.Of("Database/Indexes/LastScans.sql"),
            [wanted],
            row => (Id: row.GetInt64(0), At: row.TimeOrNull(1)),
            cancellation)).ToDictionary(scan => scan.Id, scan => scan.At);
        return
        [
            .. found.Select(facts => lastScans.TryGetValue(facts.Id, out DateTimeOffset? at)
                ? facts with { Index = facts.Index with { LastUsed = at } }
                : facts),
        ];
    }
}
