using XmrtOps.Health;

namespace XmrtOps.Database.Overview;

/// <summary>Every number that Get-XmrtDatabase judges by, with where it comes from. Those of Get-XmrtHealth are the same.</summary>
internal static class OverviewThresholds
{
    /// <summary>Transaction ids and multixacts that there are.</summary>
    public const double Ids = 2_147_483_648;

    /// <summary>Percent of blocks found in the cache. The common value of monitoring tools lies between 95 and 99; below
    /// 95 reading waits for the disk.</summary>
    public const double CacheHitPercent = 95;

    /// <summary>Blocks asked for, below which a share of them says nothing: a database that was just started reads all of
    /// it once.</summary>
    public const long BlocksForARate = 10_000;

    /// <summary>Write-ahead log that a slot may hold back, or a standby be behind: that of a busy hour.</summary>
    public const long WalBytes = 1L << 30;

    /// <summary>Bytes of temporary files an hour: own judgement, when sorts on disk compete with all other reading.</summary>
    public const double TempBytesAnHour = 1L << 30;

    /// <summary>Deadlocks a day: own judgement. One now and then is what retries are for.</summary>
    public const double DeadlocksADay = 10;

    /// <summary>Forced checkpoints an hour, when they are more than those on time. With the usual five minutes there are
    /// twelve on time; one forced an hour besides means that max_wal_size is what decides.</summary>
    public const double ForcedCheckpointsAnHour = 1;

    /// <summary>Age of statistics below which a rate is a coincidence: own judgement.</summary>
    public static readonly TimeSpan ForARate = TimeSpan.FromHours(24);

    /// <summary>Size of a database from which on PostgreSQL's default of 128 MB for shared_buffers is small.</summary>
    public const long LargeDatabaseBytes = 1L << 30;

    /// <summary>PostgreSQL's default of shared_buffers, in its unit of 8 kB.</summary>
    public const string DefaultSharedBuffers = "16384";

    /// <inheritdoc cref="HealthThresholds.ConnectionsPercent" />
    public static readonly Bounds ConnectionsPercent = HealthThresholds.ConnectionsPercent;

    /// <inheritdoc cref="HealthThresholds.TransactionAgePercent" />
    public static readonly Bounds WraparoundPercent = HealthThresholds.TransactionAgePercent;

    /// <summary>Seconds that a transaction may be open while its statements run.</summary>
    public static readonly Bounds TransactionSeconds = HealthThresholds.StatementSeconds;

    /// <summary>Seconds that a transaction may wait for its client, or for the second phase of its commit.</summary>
    public static readonly Bounds IdleSeconds = HealthThresholds.IdleInTransactionSeconds;
}
