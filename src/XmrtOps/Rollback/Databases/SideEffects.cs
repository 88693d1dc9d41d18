using XmrtOps.Data;

namespace XmrtOps.Rollback.Databases;

/// <summary>What a transaction leaves behind although it is rolled back.</summary>
internal static class SideEffects
{
    public static async Task<IReadOnlyList<string>> ReadAsync(
        DatabaseTransaction transaction, IReadOnlyList<RelationName> tables, CancellationToken cancellation)
    {
        (string[] reaching, string[] triggers, string[] events) = await transaction.SingleAsync(
            Sql.Of("Rollback/Databases/SideEffects.sql"),
            [tables.Select(table => table.ToSql()).ToArray()],
            row => (row.GetFieldValue<string[]>(0), row.GetFieldValue<string[]>(1), row.GetFieldValue<string[]>(2)),
            cancellation);
        string run = string.Join(", ", triggers.Concat(events.Select(name => $"event trigger {name}")).Take(5));
        return
        [
            "locks: others wait for its tables until it is taken back",
            "positions of sequences that it advances",
            "rows that it wrote, dead until the next vacuum, and their WAL",
            "lines of the server's log, and what pg_stat_* counts",
            reaching.Length > 0
                ? $"what is sent by way of {string.Join(", ", reaching)}{(run.Length > 0 ? $", also by what runs with it ({run})" : "")}"
                : run.Length > 0
                    ? $"no calls to others: no extension that makes any is installed, though {run} run{(triggers.Length + events.Length == 1 ? "s" : "")} with it"
                    : "no calls to others: no extension that makes any is installed",
            "no notification: NOTIFY, and what pg_net is given to send, go with the transaction",
        ];
    }
}
