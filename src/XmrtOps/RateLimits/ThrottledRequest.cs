namespace XmrtOps.RateLimits;

/// <summary>Requests that were refused with 429 by one party for one reason, or what could not be counted.</summary>
public sealed record ThrottledRequest
{
    /// <summary>Who refused them.</summary>
    public ThrottleOrigin Origin { get; init; }

    /// <summary>False: this origin could not be looked at, and nothing is known of it; Reason says why.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>How many were refused; null where it is not counted, or not measured.</summary>
    public long? Requests { get; init; }

    /// <summary>Path that was asked, without its query; null where it is none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Name of the edge function.</summary>
    public string? Function { get; init; }

    /// <summary>Address of the caller; null where the log does not say it.</summary>
    public string? Identifier { get; init; }

    /// <summary>The error's code, such as over_email_send_rate_limit.</summary>
    public string? Code { get; init; }

    /// <summary>The setting that caused it, such as rate_limit_email_sent; null where none is known.</summary>
    public string? Setting { get; init; }

    /// <summary>That setting's value now; null where it is not known.</summary>
    public int? SettingValue { get; init; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do: a command where there is one.</summary>
    public string? Remedy { get; init; }

    /// <summary>The first of them in that time; null where it is not known.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>The last of them.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The log or list that it was read from, such as auth_logs.</summary>
    public string Source { get; init; } = "";

    /// <summary>When it was counted.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
