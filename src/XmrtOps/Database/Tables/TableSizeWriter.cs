using System.Data;
using System.Data.Common;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Database.Tables;

/// <summary>Writes the sizes of tables into the state file, as a sample that growth is told from later.</summary>
internal static class TableSizeWriter
{
    /// <summary>Writes all of them, or none.</summary>
    /// <param name="store">Where samples are.</param>
    /// <param name="connection">Name of the connection, for people.</param>
    /// <param name="target">The database, as samples name it.</param>
    /// <param name="tables">What was measured. Estimates (Locked) and foreign tables are left out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="XmrtException">StateUnavailable, StateTooNew, StateDamaged.</exception>
    public static async Task<TableSizeSample> WriteAsync(
        StateStore store, string connection, string target, IReadOnlyList<DatabaseTable> tables, CancellationToken cancellation)
    {
        List<DatabaseTable> measured = [.. tables.Where(table => table is { Locked: false, TotalBytes: not null })];
        await store.RunAsync(
            async session =>
            {
                await using DbTransaction transaction = await session.Connection.BeginTransactionAsync(
                    IsolationLevel.Serializable, cancellation);
                foreach (DatabaseTable table in measured)
                {
                    await session.ExecuteAsync("State/TableSizeSave.sql", Values(target, table), cancellation);
                }

                await transaction.CommitAsync(cancellation);
                return true;
            },
            cancellation);
        return new TableSizeSample
        {
            Connection = connection,
            Target = target,
            Tables = measured.Count,
            LeftOut = tables.Count - measured.Count,
            // A partitioned table is the sum of its partitions: it would count twice.
            TotalBytes = measured.Where(table => table.Kind != TableKind.Partitioned).Sum(table => table.TotalBytes!.Value),
            SampledAt = measured.Count == 0 ? null : measured.Max(table => table.MeasuredAt),
        };
    }

    private static object?[] Values(string target, DatabaseTable table) =>
    [
        target,
        table.Schema,
        table.Name,
        StateTime.Write(table.MeasuredAt),
        table.Kind.ToString(),
        table.TotalBytes,
        table.TableBytes,
        table.IndexBytes,
        table.ToastBytes,
        table.ExactRows ?? table.EstimatedRows,
        table.ExactRows is null ? 0L : 1L,
    ];
}
