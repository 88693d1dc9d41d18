namespace XmrtOps.Database;

/// <summary>What the worst statement is the worst by.</summary>
public enum SlowQueryOrder
{
    /// <summary>Time of one call.</summary>
    MeanTime,

    /// <summary>Time of all calls: what the database spends most on.</summary>
    TotalTime,

    /// <summary>Slowest single call.</summary>
    MaxTime,

    /// <summary>Number of calls.</summary>
    Calls,

    /// <summary>Rows returned or changed.</summary>
    Rows,

    /// <summary>Time spent reading and writing blocks; number of blocks where the time is not tracked.</summary>
    IO,

    /// <summary>Write-ahead log written.</summary>
    Wal,
}
