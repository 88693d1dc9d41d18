namespace XmrtOps.Functions;

/// <summary>Errors of one function that say the same but for identifiers, numbers and durations.</summary>
public sealed record TopError
{
    /// <summary>Name of the function, or of the scheduled job; null where the source does not say.</summary>
    public string? Function { get; init; }

    /// <summary>The message without what differs from call to call; secrets are masked.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>HTTP status of the answers, where the source has it.</summary>
    public int? Status { get; init; }

    /// <summary>How often it was recorded.</summary>
    public long Errors { get; init; }

    /// <summary>How many of them were timeouts, or ended by the platform's limits.</summary>
    public long Timeouts { get; init; }

    /// <summary>Its share of all errors of the same source in that time, 0 to 100. Sources copy each other, so that there
    /// is no share of the whole.</summary>
    public double SharePercent { get; init; }

    /// <summary>The first of them within the time that was asked for.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>The last of them.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>The last message in full, 500 characters at most; secrets are masked.</summary>
    public string Example { get; init; } = "";

    /// <summary>Table or log that recorded them, such as public.edge_function_logs or function_logs.</summary>
    public string Source { get; init; } = "";

    /// <summary>When it was counted.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
