using XmrtOps.Data;

namespace XmrtOps.RateLimits;

/// <summary>Which requests are replayed, and against what.</summary>
internal sealed record ReplayQuery
{
    public IReadOnlyList<RateLimitPolicy> Policies { get; init; } = [];

    public DateTimeOffset Since { get; init; }

    /// <summary>Null: until now, by the server's clock.</summary>
    public DateTimeOffset? Until { get; init; }

    public Wildcard? Identifier { get; init; }

    public Wildcard? Endpoint { get; init; }

    /// <summary>All that were blocked are wanted with all that is known of them, not the worst.</summary>
    public bool IsDetailed { get; init; }
}
