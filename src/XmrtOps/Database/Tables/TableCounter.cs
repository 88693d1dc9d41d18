using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Tables;

/// <summary>Counts rows one by one. What cannot be counted stays null and is said; the others are counted all the same.</summary>
internal static class TableCounter
{
    public static async Task<List<DatabaseTable>> CountAsync(
        DatabaseClient database, IReadOnlyList<DatabaseTable> tables, INotices notices, CancellationToken cancellation)
    {
        List<DatabaseTable> counted = [];
        foreach (DatabaseTable table in tables)
        {
            RelationName name = new(table.Schema, table.Name);
            notices.Progress(new ProgressNotice($"Counting {name}", 100 * counted.Count / tables.Count));
            counted.Add(table with { ExactRows = await TryCountAsync(database, name, notices, cancellation) });
        }

        notices.Progress(new ProgressNotice("Counted", 100, IsCompleted: true));
        return counted;
    }

    private static async Task<long?> TryCountAsync(
        DatabaseClient database, RelationName name, INotices notices, CancellationToken cancellation)
    {
        try
        {
            // A transaction for each: one snapshot over all counts would hold vacuum up for as long.
            return await database.ReadAsync(
                Limits.ExactRead, notices, transaction => CountInAsync(transaction, name, cancellation), cancellation);
        }
        catch (XmrtException fault) when (fault.Kind != ErrorKind.ConnectionFailed)
        {
            notices.Warn($"{name} was not counted: {fault.Message}");
            return null;
        }
    }

    private static async Task<long> CountInAsync(
        DatabaseTransaction transaction, RelationName name, CancellationToken cancellation)
    {
        long rows = 0;
        await transaction.RunAsync(
            [
                // Row level security is an error then, rather than a count of what the role happens to see.
                ("SELECT pg_catalog.set_config('row_security', 'off', true)", []),
                ($"SELECT count(*) FROM {name.ToSql()}", []),
            ],
            async (index, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    rows = index == 1 ? row.GetInt64(0) : 0;
                }
            },
            cancellation);
        return rows;
    }
}
