namespace XmrtOps.RateLimits;

/// <summary>What came of a change of the firewall's exceptions.</summary>
public enum FirewallBypassOutcome
{
    /// <summary>It was so already, and nothing was sent.</summary>
    Unchanged,

    /// <summary>The address is let through.</summary>
    Added,

    /// <summary>The address is treated as all others.</summary>
    Removed,
}
