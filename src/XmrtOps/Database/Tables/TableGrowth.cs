using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Database.Tables;

/// <summary>What tables have grown by since the last sample of each (Save-XmrtTableSize). Only reads.</summary>
internal static class TableGrowth
{
    /// <param name="store">Where samples are.</param>
    /// <param name="target">The database, as samples name it.</param>
    /// <param name="tables">What is shown.</param>
    /// <param name="notices">Told when samples cannot be read.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<List<DatabaseTable>> AddAsync(
        StateStore store, string target, List<DatabaseTable> tables, INotices notices, CancellationToken cancellation)
    {
        if (!store.Exists || tables.Count == 0)
        {
            return tables;
        }

        try
        {
            return await store.RunAsync(session => AddInAsync(session, target, tables, cancellation), cancellation);
        }
        catch (XmrtException fault)
        {
            // Sizes are worth having without it.
            notices.Warn($"Growth is unknown: {fault.Message}");
            return tables;
        }
    }

    private static async Task<List<DatabaseTable>> AddInAsync(
        StateSession session, string target, List<DatabaseTable> tables, CancellationToken cancellation)
    {
        Dictionary<(string Schema, string Name), (DateTimeOffset At, long Bytes)> last = [];
        await foreach ((string schema, string name, DateTimeOffset at, long bytes) in session.QueryAsync(
            "State/TableSizeLast.sql",
            [target],
            row => (row.GetString(0), row.GetString(1), StateTime.Read(row.GetInt64(2)), row.GetInt64(3)),
            cancellation))
        {
            last[(schema, name)] = (at, bytes);
        }

        return
        [
            .. tables.Select(table =>
                table.TotalBytes is { } bytes && last.TryGetValue((table.Schema, table.Name), out (DateTimeOffset At, long Bytes) sample)
                    ? table with { GrowthBytes = bytes - sample.Bytes, GrowthSince = sample.At }
                    : table),
        ];
    }
}
