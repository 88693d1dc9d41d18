namespace XmrtOps.RateLimits;

/// <summary>An address that Vercel's firewall lets through.</summary>
public sealed record FirewallBypass
{
    /// <summary>Address or range, such as 203.0.113.7 or 203.0.113.0/24.</summary>
    public required string Address { get; init; }

    /// <summary>The domain that it is of; null: all of the project.</summary>
    public string? Domain { get; init; }

    /// <summary>Why, as it was noted.</summary>
    public string? Note { get; init; }

    /// <summary>Since when; null where the platform does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Until when; null: without end, or the platform does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
