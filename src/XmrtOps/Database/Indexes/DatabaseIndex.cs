using XmrtOps.Findings;

namespace XmrtOps.Database.Indexes;

/// <summary>
/// An index: what it is on, what it takes, whether it is used, and what is wrong with it (runbook, chapter 3).
/// Null is unknown, and never zero.
/// </summary>
public sealed record DatabaseIndex
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema of the index and its table, as it is stored: without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name of the table, as it is stored: without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>Name of the index, as it is stored: without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>Access method, such as btree, gin, gist, hash, brin.</summary>
    public required string Method { get; init; }

    /// <summary>Key columns in order, as SQL writes them; expressions in full, or "(expression)" while the table is locked.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that are only carried along (INCLUDE), as SQL writes them.</summary>
    public IReadOnlyList<string> IncludedColumns { get; init; } = [];

    /// <summary>Condition of a partial index; null for one of all rows, or while the table is locked.</summary>
    public string? Predicate { get; init; }

    /// <summary>The statement that makes it (CREATE INDEX …), without a semicolon; null while the table is locked.</summary>
    public string? Definition { get; init; }

    /// <summary>Size in bytes; of all partitions' for the index of a partitioned table.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Scans since <see cref="StatisticsSince"/>; of all partitions' for the index of a partitioned table.</summary>
    public long? Scans { get; init; }

    /// <summary>Last scan; null when there was none, or before PostgreSQL 16.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>It admits no two rows of the same key.</summary>
    public bool IsUnique { get; init; }

    /// <summary>It is the primary key's.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Name of the primary key, unique or exclusion constraint that needs it; null for none.</summary>
    public string? BacksConstraint { get; init; }

    /// <summary>Logical replication finds rows by it.</summary>
    public bool IsReplicaIdentity { get; init; }

    /// <summary>It is the index of a partitioned table, and holds nothing itself.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>The index of the partitioned table that it is a part of, such as public.events_pkey: it cannot be dropped alone.</summary>
    public string? Parent { get; init; }

    /// <summary>Queries may use it.</summary>
    public bool IsValid { get; init; }

    /// <summary>Writes maintain it.</summary>
    public bool IsReady { get; init; }

    /// <summary>Another session builds, rebuilds or drops it right now.</summary>
    public bool IsBuilding { get; init; }

    /// <summary>True: another session holds or waits for an exclusive lock on it or its table, so that the size is an
    /// estimate, and definition, predicate and expressions are missing.</summary>
    public bool Locked { get; init; }

    /// <summary>Rows that it has entries of, at the last VACUUM or ANALYZE; null when there was none.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>Space that a freshly built index would not need, in bytes (btree only): an estimate from the planner's
    /// statistics. Null when unknown.</summary>
    public long? BloatEstimateBytes { get; init; }

    /// <summary>Size in relation to a freshly built index; 1 is none too many. An estimate; null when unknown.</summary>
    public double? BloatRatio { get; init; }

    /// <summary>Since when scans are counted; null: the statistics were never reset, as far as the server knows.</summary>
    public DateTimeOffset? StatisticsSince { get; init; }

    /// <summary>What is wrong with it, worst first; empty when nothing is.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was read, by the server's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
