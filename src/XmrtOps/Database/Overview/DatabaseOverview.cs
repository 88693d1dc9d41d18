using XmrtOps.Findings;

namespace XmrtOps.Database.Overview;

/// <summary>
/// A database and its server at a glance (runbook, chapters 1 and 3). Counters are sums since
/// <see cref="StatisticsSince"/>; what could not be measured is null, and <see cref="NotMeasured"/> says why.
/// </summary>
public sealed record DatabaseOverview
{
    /// <summary>Name of the connection it was read over.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the database.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Role that it was read as.</summary>
    public required string Role { get; init; }

    /// <summary>Version of the server, such as 15.8.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>When the server was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The server is a standby or recovering, and takes no changes.</summary>
    public bool IsInRecovery { get; init; }

    /// <summary>During recovery: how long ago the last replayed transaction was committed, in seconds; null otherwise.</summary>
    public double? SinceReplaySeconds { get; init; }

    /// <summary>New sessions take no changes, as the platform sets it when the disk is full.</summary>
    public bool IsReadOnlyByDefault { get; init; }

    /// <summary>Disk space of the whole database, in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Part of the blocks that were found in the cache, 0 to 100; null when too few were asked for to tell.</summary>
    public double? CacheHitPercent { get; init; }

    /// <summary>Blocks of 8 kB found in the cache.</summary>
    public long BlocksHit { get; init; }

    /// <summary>Blocks of 8 kB read from outside the cache.</summary>
    public long BlocksRead { get; init; }

    /// <summary>Connections of clients to the server, all databases together.</summary>
    public int ConnectionsUsed { get; init; }

    /// <summary>Connections that ordinary roles can have: max_connections without those that are reserved.</summary>
    public int ConnectionsUsable { get; init; }

    /// <summary>Used of the usable connections, 0 to 100 and above where reserved ones are in use.</summary>
    public double ConnectionsPercent { get; init; }

    /// <summary>The connections by role and state, largest groups first.</summary>
    public IReadOnlyList<ConnectionGroup> ConnectionGroups { get; init; } = [];

    /// <summary>Age of this database's oldest row versions, in transactions.</summary>
    public long TransactionAge { get; init; }

    /// <summary>Age of this database's oldest multixact.</summary>
    public long MultixactAge { get; init; }

    /// <summary>How far the server is on the way to the end of its transaction ids or multixacts, 0 to 100: at 100 it
    /// stops taking changes, for all databases.</summary>
    public double WraparoundPercent { get; init; }

    /// <summary>The database that is nearest to it.</summary>
    public required string WraparoundDatabase { get; init; }

    /// <summary>Age of the oldest transaction or multixact of <see cref="WraparoundDatabase"/>.</summary>
    public long WraparoundAge { get; init; }

    /// <summary>Age from which on autovacuum freezes whether it is on or off (autovacuum_freeze_max_age).</summary>
    public long FreezeMaxAge { get; init; }

    /// <summary>The client transaction that has been open longest, our own left out; null when there is none or it cannot be
    /// seen.</summary>
    public OpenTransaction? LongestTransaction { get; init; }

    /// <summary>Prepared transactions (two-phase commit) that wait for their end.</summary>
    public int PreparedTransactions { get; init; }

    /// <summary>Age of the oldest of them, in seconds; null without one.</summary>
    public double? OldestPreparedSeconds { get; init; }

    /// <summary>Standbys and other readers of the write-ahead log that are connected.</summary>
    public IReadOnlyList<Replica> Replicas { get; init; } = [];

    /// <summary>Replication slots, those that hold back most first.</summary>
    public IReadOnlyList<ReplicationSlot> ReplicationSlots { get; init; } = [];

    /// <summary>Checkpoints that came when it was time.</summary>
    public long TimedCheckpoints { get; init; }

    /// <summary>Checkpoints that were forced: by much write-ahead log, or by command.</summary>
    public long RequestedCheckpoints { get; init; }

    /// <summary>Since when checkpoints are counted; null when not known.</summary>
    public DateTimeOffset? CheckpointsSince { get; init; }

    /// <summary>Transactions that were committed.</summary>
    public long Commits { get; init; }

    /// <summary>Transactions that were rolled back.</summary>
    public long Rollbacks { get; init; }

    /// <summary>Deadlocks, each of which cost one transaction.</summary>
    public long Deadlocks { get; init; }

    /// <summary>Temporary files, written by what did not fit into work_mem.</summary>
    public long TempFiles { get; init; }

    /// <summary>Bytes in them.</summary>
    public long TempBytes { get; init; }

    /// <summary>Pages that did not have the content that was written; null where checksums are off.</summary>
    public long? ChecksumFailures { get; init; }

    /// <summary>When the statistics of the database were last reset; null: never, so that only a crash has cleared them.</summary>
    public DateTimeOffset? StatisticsSince { get; init; }

    /// <summary>Settings that matter most in trouble, with what speaks against their values.</summary>
    public IReadOnlyList<DatabaseSetting> Settings { get; init; } = [];

    /// <summary>Installed extensions.</summary>
    public IReadOnlyList<DatabaseExtension> Extensions { get; init; } = [];

    /// <summary>What is wrong, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What our role may not see, and what to do about it.</summary>
    public IReadOnlyList<string> NotMeasured { get; init; } = [];

    /// <summary>When it was read, by the server's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
