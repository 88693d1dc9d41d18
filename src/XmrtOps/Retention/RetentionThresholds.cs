namespace XmrtOps.Retention;

/// <summary>By what a deletion in batches is held back, and where the numbers come from.</summary>
internal static class RetentionThresholds
{
    /// <summary>What changes data keeps the last hour.</summary>
    public static readonly TimeSpan LeastAge = TimeSpan.FromHours(1);

    /// <summary>Longest run of one statement that is aimed at, unless -BatchTarget says another: an API request that waits
    /// behind it still answers below the runbook's alert at 500 ms.</summary>
    public static readonly TimeSpan BatchTarget = TimeSpan.FromMilliseconds(200);

    /// <summary>Rows, and pages that are looked through, of the first batch.</summary>
    public const int FirstBatch = 1000;

    /// <summary>As <see cref="FirstBatch"/> where each row takes others along.</summary>
    public const int FirstCascadingBatch = 100;

    /// <summary>As <see cref="FirstBatch"/> where each row costs a scan of a table that refers to it.</summary>
    public const int FirstScanningBatch = 5;

    /// <summary>Rows and pages of any batch: 160 MiB of pages.</summary>
    public const int LargestBatch = 20_000;

    /// <summary>How long a batch that wants all rows waits for a row that another session holds, before it goes around.</summary>
    public static readonly TimeSpan ShortLockWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a batch waits for locks that it cannot go around.</summary>
    public static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Batches in a row without their locks that end the run.</summary>
    public const int LockFailures = 3;

    /// <summary>How often vacuum and replicas are looked at.</summary>
    public static readonly TimeSpan PressureInterval = TimeSpan.FromSeconds(2);

    /// <summary>Dead rows, as a multiple of what starts an autovacuum, from which it counts as behind: it was due four
    /// times over. By default it starts at a fifth of the table.</summary>
    public const double DeadRowsFactor = 5;

    /// <summary>Fewer dead rows than this are never too many.</summary>
    public const long DeadRowsFloor = 1_000_000;

    /// <summary>Lag of a replica in seconds.</summary>
    public const double ReplicaLagSeconds = 10;

    /// <summary>Bytes that a connected replica or its slot is behind.</summary>
    public const long ReplicaLagBytes = 1L << 30;

    /// <summary>After that long a pause the run ends, to be gone on with later.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
}
