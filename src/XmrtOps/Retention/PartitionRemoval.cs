using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>Removes a partition that lies wholly before the cutoff: as a whole, in one transaction, with its rows counted.</summary>
/// <remarks>Not DETACH CONCURRENTLY: that commits half way, and what then fails leaves a table that belongs nowhere, whose
/// rows no later run would find. The plain form holds the parent's lock only while it changes the catalogue.</remarks>
internal static class PartitionRemoval
{
    /// <returns>The rows that went; null: it holds rows that are kept, so that it has to be gone through row by row.</returns>
    public static async Task<long?> RunAsync(
        DatabaseTransaction transaction,
        RetentionPlan plan,
        RetentionPartition partition,
        RetentionArchive? archive,
        CancellationToken cancellation)
    {
        string table = partition.Table.ToSql();
        string goes = plan.Filter.Condition("$1")
            + (archive is null ? "" : $" AND {RetentionSql.IsArchived(RetentionFilter.Alias, archive.Horizon)}");
        // Keeps writers of this old partition out while it is counted, and another run like this one: if both held a lock that
        // they can share, neither would get the one that dropping takes.
        await transaction.ExecuteAsync($"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE", [], cancellation);
        (long rows, long kept) = await transaction.SingleAsync(
            $"SELECT count(*), count(*) FILTER (WHERE ({goes}) IS NOT TRUE) FROM {table} AS t",
            [plan.Cutoff.ToUniversalTime()],
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellation);
        if (kept > 0)
        {
            return null;
        }

        await transaction.ExecuteAsync($"ALTER TABLE {partition.Parent.ToSql()} DETACH PARTITION {table}", [], cancellation);
        await transaction.ExecuteAsync($"DROP TABLE {table}", [], cancellation);
        return rows;
    }
}
