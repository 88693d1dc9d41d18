namespace XmrtOps.RateLimits;

/// <summary>Who refused a request with 429.</summary>
public enum ThrottleOrigin
{
    /// <summary>The log does not say who it was.</summary>
    Unknown,

    /// <summary>The application: its own code answered 429, by its table rate_limits or because a service behind it did.</summary>
    Application,

    /// <summary>Supabase Auth, by limits of its own.</summary>
    Auth,

    /// <summary>The platform of edge functions, before the function was called.</summary>
    FunctionPlatform,

    /// <summary>The REST and storage addresses: raised in the database (PT429), or by the gateway in front of them.</summary>
    Api,

    /// <summary>Vercel, before the deployment was called.</summary>
    Firewall,

    /// <summary>No 429: an address that may not reach the database's ports, after wrong passwords.</summary>
    NetworkBan,
}
