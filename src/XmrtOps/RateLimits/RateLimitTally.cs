namespace XmrtOps.RateLimits;

/// <summary>How much a reset clears or has cleared.</summary>
internal sealed record RateLimitTally(long Rows, long Requests, long Windows, TimeSpan Duration);
