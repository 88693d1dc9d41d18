namespace XmrtOps.RateLimits;

/// <summary>A row of the table rate_limits.</summary>
public sealed record RateLimitRow
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Primary key.</summary>
    public Guid Id { get; init; }

    /// <summary>Who asked.</summary>
    public required string Identifier { get; init; }

    /// <summary>What was asked for.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Requests that the row stands for; the column may be NULL.</summary>
    public int? RequestCount { get; init; }

    /// <summary>Time of the request in UTC, to the microsecond: increment_rate_limit does not round it to a window.</summary>
    public DateTimeOffset WindowStart { get; init; }

    /// <summary>When the row was written, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
