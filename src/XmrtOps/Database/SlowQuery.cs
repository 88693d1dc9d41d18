namespace XmrtOps.Database;

/// <summary>
/// What a statement has cost since the statistics were last reset, from pg_stat_statements (runbook, chapter 3).
/// </summary>
public sealed record SlowQuery
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>The statement with its constants as $1, $2, …; null when the role may not see it.</summary>
    public string? Query { get; init; }

    /// <summary>The server's identifier of the normalised statement, which can be negative; null when hidden.</summary>
    public string? QueryId { get; init; }

    /// <summary>Role that ran it; null when it has been dropped.</summary>
    public string? Role { get; init; }

    /// <summary>False: run from within a function; null before pg_stat_statements 1.9.</summary>
    public bool? IsTopLevel { get; init; }

    /// <summary>Times it was run to the end; failed and cancelled runs are not counted.</summary>
    public long Calls { get; init; }

    /// <summary>Time of all calls, in milliseconds, without planning.</summary>
    public double TotalMs { get; init; }

    /// <summary>Time of an average call, in milliseconds.</summary>
    public double MeanMs { get; init; }

    /// <summary>Time of the fastest call, in milliseconds.</summary>
    public double MinMs { get; init; }

    /// <summary>Time of the slowest call, in milliseconds.</summary>
    public double MaxMs { get; init; }

    /// <summary>Standard deviation of a call's time, in milliseconds.</summary>
    public double StdDevMs { get; init; }

    /// <summary>Part of the time of all statements of this database, 0 to 100.</summary>
    public double? SharePercent { get; init; }

    /// <summary>Rows returned or changed by all calls.</summary>
    public long Rows { get; init; }

    /// <summary>Time of all plannings, in milliseconds; null when the server does not track it.</summary>
    public double? PlanMs { get; init; }

    /// <summary>Time spent reading blocks, in milliseconds; null when the server does not track it.</summary>
    public double? ReadMs { get; init; }

    /// <summary>Time spent writing blocks, in milliseconds; null when the server does not track it.</summary>
    public double? WriteMs { get; init; }

    /// <summary>Blocks of 8 kB found in the cache.</summary>
    public long SharedBlocksHit { get; init; }

    /// <summary>Blocks of 8 kB read from outside the cache.</summary>
    public long SharedBlocksRead { get; init; }

    /// <summary>Blocks of 8 kB changed.</summary>
    public long SharedBlocksDirtied { get; init; }

    /// <summary>Blocks of 8 kB that it had to write itself.</summary>
    public long SharedBlocksWritten { get; init; }

    /// <summary>Blocks of temporary files read: sorts and hashes that did not fit into memory.</summary>
    public long TempBlocksRead { get; init; }

    /// <summary>Blocks of temporary files written.</summary>
    public long TempBlocksWritten { get; init; }

    /// <summary>Write-ahead log written, in bytes; null before pg_stat_statements 1.8.</summary>
    public long? WalBytes { get; init; }

    /// <summary>Since when this statement is counted; null before pg_stat_statements 1.11.</summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
