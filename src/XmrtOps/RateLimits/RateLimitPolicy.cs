namespace XmrtOps.RateLimits;

/// <summary>A limit that requests are replayed against.</summary>
internal sealed record RateLimitPolicy
{
    public required string Name { get; init; }

    public required long MaximumRequests { get; init; }

    public required TimeSpan Window { get; init; }

    public required RateLimitAlgorithm Algorithm { get; init; }

    /// <summary>Limits of single endpoints, by their names to the letter, in the order of the names.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> EndpointLimits { get; init; } = [];

    /// <summary>Who is never limited, to the letter.</summary>
    public IReadOnlyList<string> ExemptIdentifiers { get; init; } = [];

    public long WindowSeconds => (long)Window.TotalSeconds;

    public bool IsSliding => Algorithm == RateLimitAlgorithm.SlidingWindow;

    /// <summary>The limit of all others, and then that of each endpoint that has its own.</summary>
    public long[] Limits => [MaximumRequests, .. EndpointLimits.Select(limit => limit.Value)];

    /// <summary>The most requests that a window may have for nobody to be over the limit: for a sliding one, which lies
    /// across two, half of it.</summary>
    public long[] Thresholds => IsSliding ? [.. Limits.Select(limit => limit / 2)] : Limits;
}
