namespace XmrtOps.RateLimits;

/// <summary>The requests of one identifier to one endpoint in one window, as the table rate_limits recorded them
/// (runbook, chapter 4).</summary>
public sealed record RateLimit
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Who asked: an address, the name of a calling function, or "unknown". Free text.</summary>
    public required string Identifier { get; init; }

    /// <summary>What was asked for, such as <c>/api/mining-proxy</c> or <c>agent-manager:list_tasks</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Start of the window.</summary>
    public DateTimeOffset WindowStart { get; init; }

    /// <summary>Length of the window.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Requests in the window: the sum of request_count, where a missing one counts 1.</summary>
    public long Requests { get; init; }

    /// <summary>Rows of the table that they were recorded in; one call makes one row.</summary>
    public long RecordedRows { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
