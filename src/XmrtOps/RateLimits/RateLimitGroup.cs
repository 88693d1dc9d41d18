namespace XmrtOps.RateLimits;

/// <summary>What requests are summed up by.</summary>
public enum RateLimitGroup
{
    /// <summary>Who asked, over the whole time.</summary>
    Identifier,

    /// <summary>What was asked for, over the whole time.</summary>
    Endpoint,

    /// <summary>Windows of time, in their order.</summary>
    Window,
}
