namespace XmrtOps.Authentication;

/// <summary>A setting of Supabase Auth as it is hosted, beside config.toml, which is of the local stack only, and the runbook.</summary>
public sealed record AuthSetting
{
    /// <summary>Its name, with the unit where it has one, such as JwtExpirySeconds.</summary>
    public required string Setting { get; init; }

    /// <summary>The hosted value, which is the one that counts; null where it is not known.</summary>
    public object? Hosted { get; init; }

    /// <summary>What supabase/config.toml says; null where it says nothing, or no file was given.</summary>
    public object? Local { get; init; }

    /// <summary>What the runbook says; null where it says nothing.</summary>
    public object? Runbook { get; init; }

    /// <summary>How they are beside each other.</summary>
    public AuthSettingState State { get; init; }

    /// <summary>What follows from it, or why it is not known; empty where there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The command that makes the hosted value the runbook's; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
