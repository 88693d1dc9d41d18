namespace XmrtOps.RateLimits;

/// <summary>How a limit counts.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Windows that start at multiples of their length since 1970, in UTC, as date_trunc makes them: each starts
    /// with nothing counted.</summary>
    FixedWindow,

    /// <summary>A log of the requests that were allowed: one is allowed when fewer than the maximum were in the length of
    /// the window before it. What was blocked does not count.</summary>
    SlidingWindow,
}
