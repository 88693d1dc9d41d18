using XmrtOps.Findings;

namespace XmrtOps.Database.Baselines;

/// <summary>
/// What a statement cost between two snapshots, beside what it cost before the first. No number is ever negative: what
/// cannot be known is null, and <see cref="Validity"/> says why.
/// </summary>
public sealed record QueryChange
{
    /// <summary>Name of the connection that the later snapshot was taken over.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the baseline compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Name of the later baseline, or now.</summary>
    public required string Difference { get; init; }

    /// <summary>How far the numbers hold.</summary>
    public ComparisonValidity Validity { get; init; }

    /// <summary>What became of the statement.</summary>
    public QueryChangeState State { get; init; }

    /// <summary>The statement with its constants as $1, $2, …; null when the server has lost it.</summary>
    public string? Query { get; init; }

    /// <summary>The server's identifier of the normalised statement, which can be negative.</summary>
    public string? QueryId { get; init; }

    /// <summary>Role that ran it; null when it has been dropped.</summary>
    public string? Role { get; init; }

    /// <summary>False: run from within a function; null before pg_stat_statements 1.9.</summary>
    public bool? IsTopLevel { get; init; }

    /// <summary>Calls in the interval; null when they cannot be known.</summary>
    public long? Calls { get; init; }

    /// <summary>Time of all calls in the interval, in milliseconds.</summary>
    public double? TotalMs { get; init; }

    /// <summary>Time of an average call in the interval, in milliseconds; null without a call.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Calls counted until the reference; null when it was not recorded then.</summary>
    public long? ReferenceCalls { get; init; }

    /// <summary>Time of an average call until the reference, in milliseconds.</summary>
    public double? ReferenceMeanMs { get; init; }

    /// <summary>How many times as long an average call takes now.</summary>
    public double? MeanRatio { get; init; }

    /// <summary>Time that the calls took more than they would have before, in milliseconds; 0 when they took less. All
    /// of it for a new statement. What the worst is the worst by.</summary>
    public double? AddedMs { get; init; }

    /// <summary>Time that the calls took less than they would have before, in milliseconds; 0 when they took more.</summary>
    public double? SavedMs { get; init; }

    /// <summary>Part of the time of all statements in the interval, 0 to 100.</summary>
    public double? SharePercent { get; init; }

    /// <summary>Rows returned or changed in the interval.</summary>
    public long? Rows { get; init; }

    /// <summary>Time of planning in the interval, in milliseconds; null when the server does not track it.</summary>
    public double? PlanMs { get; init; }

    /// <summary>Time of reading blocks in the interval, in milliseconds; null when the server does not track it.</summary>
    public double? ReadMs { get; init; }

    /// <summary>Time of writing blocks in the interval, in milliseconds; null when the server does not track it.</summary>
    public double? WriteMs { get; init; }

    /// <summary>Blocks of 8 kB found in the cache in the interval.</summary>
    public long? SharedBlocksHit { get; init; }

    /// <summary>Blocks of 8 kB read from outside the cache in the interval.</summary>
    public long? SharedBlocksRead { get; init; }

    /// <summary>Blocks of 8 kB changed in the interval.</summary>
    public long? SharedBlocksDirtied { get; init; }

    /// <summary>Blocks of 8 kB that it had to write itself in the interval.</summary>
    public long? SharedBlocksWritten { get; init; }

    /// <summary>Blocks of temporary files read in the interval.</summary>
    public long? TempBlocksRead { get; init; }

    /// <summary>Blocks of temporary files written in the interval.</summary>
    public long? TempBlocksWritten { get; init; }

    /// <summary>Write-ahead log written in the interval, in bytes; null before pg_stat_statements 1.8.</summary>
    public long? WalBytes { get; init; }

    /// <summary>What is wrong, and what to do about it; empty unless it is slower.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Where the interval begins, by the server's clock: the reference, or what made the statistics begin anew;
    /// null when that cannot be told.</summary>
    public DateTimeOffset? IntervalStart { get; init; }

    /// <summary>Where the interval ends: when the later snapshot was taken.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
