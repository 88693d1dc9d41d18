using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Database.Tables;

/// <summary>Reads tables with what is known of them, and judges them.</summary>
internal static class TableReader
{
    public static async IAsyncEnumerable<DatabaseTable> ReadAsync(
        XmrtConnection connection,
        TableQuery query,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        (TableServer server, List<TableFacts> found, long matching) = await CatalogueRead.RunAsync(
            connection.Database,
            LimitsOf(query, page),
            notices,
            (transaction, isLockFree) => ReadInAsync(transaction, connection.Name, query, page, isLockFree, cancellation),
            cancellation);
        if (!server.Vacuum.IsServerEnabled)
        {
            notices.Warn("Autovacuum is switched off on this server: dead rows stay, and statistics grow old.");
        }

        List<DatabaseTable> tables = [.. found.Select(facts => facts.Table with { Findings = TableJudgement.Judge(facts) })];
        if (query.Finding is { } wanted)
        {
            tables = [.. tables.Where(table => table.Findings.Any(finding => wanted(finding.Code)))];
            matching = tables.Count;
            tables = [.. tables.Skip((int)Math.Min(page.Skip, int.MaxValue)).Take((int)Math.Min(page.Count ?? int.MaxValue, int.MaxValue))];
        }

        tables = await TableGrowth.AddAsync(StateStore.Default, connection.Target, tables, notices, cancellation);
        if (query.Exact)
        {
            tables = await TableCounter.CountAsync(connection.Database, tables, notices, cancellation);
        }

        page.Announce(tables.Count, matching, "tables", notices);
        foreach (DatabaseTable table in tables)
        {
            yield return table;
        }
    }

    /// <summary>Who asks for all of thousands of tables has asked for more than a glance.</summary>
    private static Limits LimitsOf(TableQuery query, Page page) =>
        page.Count is null || query.Finding is not null ? Limits.ExactRead : Limits.Read;

    private static async Task<(TableServer Server, List<TableFacts> Found, long Matching)> ReadInAsync(
        DatabaseTransaction transaction,
        string connection,
        TableQuery query,
        Page page,
        bool isLockFree,
        CancellationToken cancellation)
    {
        TableServer? server = null;
        List<TableFacts> found = [];
        long matching = 0;
        bool isJudgedFirst = query.Finding is not null;
        await transaction.RunAsync(
            [
                (Sql.Of("Database/Tables/Server.sql"), []),
                (Sql.Of("Database/Tables/Tables.sql"),
                [
                    query.OrderBy.ToString(),
                    query.Name?.Regex,
                    query.Schema?.Regex,
                    query.IncludeSystem,
                    isJudgedFirst ? 0L : page.Skip,
                    isJudgedFirst ? null : page.Limit,
                    isLockFree,
                ]),
            ],
            async (index, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    if (index == 0)
                    {
                        server = TableServer.Map(row);
                    }
                    else
                    {
                        matching = row.GetInt64(TableRow.MatchingColumn);
                        found.Add(TableRow.Map(row, connection, server!));
                    }
                }
            },
            cancellation);
        return (server!, await WithSequencesAsync(transaction, found, isLockFree, cancellation), matching);
    }

    private static async Task<List<TableFacts>> WithSequencesAsync(
        DatabaseTransaction transaction, List<TableFacts> found, bool isLockFree, CancellationToken cancellation)
    {
        if (found.Count == 0 || isLockFree)
        {
            return found;
        }

        List<(long Table, SequenceUse Position)> positions = await transaction.QueryAsync(
            Sql.Of("Database/Tables/Sequences.sql"),
            [found.Select(facts => facts.Id).ToArray()],
            row => (row.GetInt64(0), new SequenceUse(
                row.GetString(1),
                row.GetString(6),
                new RelationName(row.GetString(2), row.GetString(3)).ToString(),
                row.GetInt64(4),
                row.ValueOrNull<long>(5))),
            cancellation);
        ILookup<long, SequenceUse> byTable = positions.ToLookup(p => p.Table, p => p.Position);
        return [.. found.Select(facts => facts with { Sequences = [.. byTable[facts.Id]] })];
    }
}
