using XmrtOps.Data;

namespace XmrtOps.RateLimits;

/// <summary>Which counters are wanted.</summary>
internal sealed record RateLimitQuery
{
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public TimeSpan Window { get; init; }

    public Wildcard? Identifier { get; init; }

    public Wildcard? Endpoint { get; init; }

    public long MinimumRequests { get; init; }
}
