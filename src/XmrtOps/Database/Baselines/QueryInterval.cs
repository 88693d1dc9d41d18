namespace XmrtOps.Database.Baselines;

/// <summary>
/// What all statements of a database cost between two snapshots: the real average of an interval, which no single look
/// at pg_stat_statements tells (runbook, Key Metrics 2).
/// </summary>
public sealed record QueryInterval
{
    /// <summary>Name of the connection that the later snapshot was taken over.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the baseline compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>When the baseline compared with was taken.</summary>
    public DateTimeOffset ReferenceTakenAt { get; init; }

    /// <summary>Name of the later baseline, or now.</summary>
    public required string Difference { get; init; }

    /// <summary>How far the numbers hold.</summary>
    public ComparisonValidity Validity { get; init; }

    /// <summary>Why they hold no further, for a person; empty when they do.</summary>
    public IReadOnlyList<string> ValidityReason { get; init; } = [];

    /// <summary>Where the interval begins, by the server's clock: the reference, or what made the statistics begin anew;
    /// null when that cannot be told.</summary>
    public DateTimeOffset? IntervalStart { get; init; }

    /// <summary>Length of the interval, in milliseconds; null when its beginning cannot be told.</summary>
    public double? IntervalMs { get; init; }

    /// <summary>Calls of all statements in the interval, hidden ones included.</summary>
    public long Calls { get; init; }

    /// <summary>Time of all those calls, in milliseconds.</summary>
    public double TotalMs { get; init; }

    /// <summary>Time of an average call of the interval, in milliseconds; null without a call.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Time of an average call until the reference, in milliseconds.</summary>
    public double? ReferenceMeanMs { get; init; }

    /// <summary>Calls a second in the interval.</summary>
    public double? CallsPerSecond { get; init; }

    /// <summary>Statements that ran at the same time, on average over the interval.</summary>
    public double? AverageRunning { get; init; }

    /// <summary>Rows returned or changed in the interval.</summary>
    public long Rows { get; init; }

    /// <summary>Time of reading blocks in the interval, in milliseconds; null when the server does not track it.</summary>
    public double? ReadMs { get; init; }

    /// <summary>Time of writing blocks in the interval, in milliseconds; null when the server does not track it.</summary>
    public double? WriteMs { get; init; }

    /// <summary>Time that slower statements took more than they would have before, in milliseconds.</summary>
    public double SlowerAddedMs { get; init; }

    /// <summary>Statements that are slower.</summary>
    public int Slower { get; init; }

    /// <summary>Statements that are faster.</summary>
    public int Faster { get; init; }

    /// <summary>Statements that were not recorded before.</summary>
    public int New { get; init; }

    /// <summary>Statements that are not recorded any more.</summary>
    public int Vanished { get; init; }

    /// <summary>Statements that were forgotten and counted anew.</summary>
    public int Restarted { get; init; }

    /// <summary>Statements that are as before, or were called too seldom to tell.</summary>
    public int Unchanged { get; init; }

    /// <summary>Statements that one of the roles could not see: they count in calls and time only.</summary>
    public long HiddenStatements { get; init; }

    /// <summary>Where the interval ends: when the later snapshot was taken.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
