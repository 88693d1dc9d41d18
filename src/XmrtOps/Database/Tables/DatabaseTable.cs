using XmrtOps.Findings;

namespace XmrtOps.Database.Tables;

/// <summary>
/// A table, partitioned table, partition, materialised view or foreign table: its size, its rows, how it is read and
/// kept, and what is wrong with it (runbook, chapter 3). Null is unknown, and never zero.
/// </summary>
public sealed record DatabaseTable
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema, as it is stored: without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name, as it is stored: without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of relation.</summary>
    public TableKind Kind { get; init; }

    /// <summary>The table that it is a partition or an inheritance child of, such as public.events; null without one.</summary>
    public string? Parent { get; init; }

    /// <summary>Rows, indexes and TOAST, in bytes; of all partitions for a partitioned table, null for a foreign one.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>The rows with their maps of free space and visibility, without TOAST, in bytes.</summary>
    public long? TableBytes { get; init; }

    /// <summary>All indexes, in bytes.</summary>
    public long? IndexBytes { get; init; }

    /// <summary>Long values that are stored outside the rows, with their index, in bytes; 0 when the table has no TOAST.</summary>
    public long? ToastBytes { get; init; }

    /// <summary>True: another session holds or waits for an exclusive lock on it, so that sizes are estimates of the last
    /// VACUUM or ANALYZE instead of measured.</summary>
    public bool Locked { get; init; }

    /// <summary>Rows at the last VACUUM or ANALYZE; null when there was none.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>Rows counted one by one (-Exact); null when not asked for, or when counting failed.</summary>
    public long? ExactRows { get; init; }

    /// <summary>Rows deleted or replaced that still take space, as the statistics count them.</summary>
    public long? DeadRows { get; init; }

    /// <summary>Rows inserted, changed or deleted since the last ANALYZE.</summary>
    public long? ModifiedSinceAnalyze { get; init; }

    /// <summary>Rows inserted since the last VACUUM.</summary>
    public long? InsertedSinceVacuum { get; init; }

    /// <summary>Last VACUUM by hand.</summary>
    public DateTimeOffset? LastVacuum { get; init; }

    /// <summary>Last VACUUM by autovacuum.</summary>
    public DateTimeOffset? LastAutovacuum { get; init; }

    /// <summary>Last ANALYZE by hand.</summary>
    public DateTimeOffset? LastAnalyze { get; init; }

    /// <summary>Last ANALYZE by autovacuum.</summary>
    public DateTimeOffset? LastAutoanalyze { get; init; }

    /// <summary>Space of the rows that a freshly written table would not need, in bytes: an estimate from the planner's
    /// statistics, good to about a fifth. Null when never analysed, or when the role may not see the statistics.</summary>
    public long? BloatEstimateBytes { get; init; }

    /// <summary>Size of the rows in relation to a freshly written table; 1 is none too many. An estimate.</summary>
    public double? BloatRatio { get; init; }

    /// <summary>Sequential scans begun since <see cref="StatisticsSince"/>.</summary>
    public long? SequentialScans { get; init; }

    /// <summary>Live rows read by sequential scans.</summary>
    public long? SequentialRowsRead { get; init; }

    /// <summary>Scans of its indexes.</summary>
    public long? IndexScans { get; init; }

    /// <summary>Updates that needed no new index entries, 0 to 100; null when there was no update.</summary>
    public double? HotUpdatePercent { get; init; }

    /// <summary>What <see cref="TotalBytes"/> has grown by since <see cref="GrowthSince"/>, in bytes; null without a
    /// sample (Save-XmrtTableSize).</summary>
    public long? GrowthBytes { get; init; }

    /// <summary>When the last sample was taken.</summary>
    public DateTimeOffset? GrowthSince { get; init; }

    /// <summary>Since when scans and rows are counted; null: the statistics were never reset, as far as the server knows.</summary>
    public DateTimeOffset? StatisticsSince { get; init; }

    /// <summary>What is wrong with it, worst first; empty when nothing is.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was read, by the server's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
