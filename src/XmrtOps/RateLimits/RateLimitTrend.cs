namespace XmrtOps.RateLimits;

/// <summary>The recorded requests of one identifier, to one endpoint, or in one window of time, and when they were most.</summary>
public sealed record RateLimitTrend
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>What it sums up by.</summary>
    public RateLimitGroup GroupBy { get; init; }

    /// <summary>Who asked; null when not grouped by it.</summary>
    public string? Identifier { get; init; }

    /// <summary>What was asked for; null when not grouped by it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Start of the window; null when not grouped by it.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>Length of the window; null when not grouped by it.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Requests: the sum of request_count, where a missing one counts 1.</summary>
    public long Requests { get; init; }

    /// <summary>Share of all requests that fit, 0 to 100; null when they sum up to 0.</summary>
    public double? SharePercent { get; init; }

    /// <summary>Rows of the table that they were recorded in.</summary>
    public long RecordedRows { get; init; }

    /// <summary>Most requests within one minute of the clock.</summary>
    public long PeakPerMinute { get; init; }

    /// <summary>That minute.</summary>
    public DateTimeOffset PeakAt { get; init; }

    /// <summary>First request.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>Last request.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
