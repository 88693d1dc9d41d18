namespace XmrtOps.Health;

/// <summary>
/// The runbook's overall stats and the parts of system_health_summary, as numbers that say what they are. What cannot be
/// counted is null and named in <see cref="NotMeasured"/>, never 0 (runbook: Useful SQL Queries, System Health).
/// </summary>
public sealed record SystemStat
{
    /// <summary>Sessions with is_active = true, without any limit in time, as the runbook counts them. Hardly anything
    /// ever clears the mark: nearly all sessions there have ever been.</summary>
    public long? ActiveSessions { get; init; }

    /// <summary>Sessions with a message in the last hour.</summary>
    public long? SessionsActiveLastHour { get; init; }

    /// <summary>Messages saved in the last hour.</summary>
    public long? MessagesLastHour { get; init; }

    /// <summary>Rows of eliza_activity_log of the last hour.</summary>
    public long? ActivitiesLastHour { get; init; }

    /// <summary>Size of the whole database on disk, in bytes.</summary>
    public long? DatabaseSizeBytes { get; init; }

    /// <summary>Recorded checks of the frontend in the last hour that found it online: frontend_uptime_checks of
    /// system_health_summary. 0 means that nobody checked as well as that it was down.</summary>
    public long? FrontendOnlineChecksLastHour { get; init; }

    /// <summary>Errors of Vercel's functions in the last hour, without timeouts: recent_function_errors of
    /// system_health_summary. Supabase's edge functions are not in it.</summary>
    public long? VercelFunctionErrorsLastHour { get; init; }

    /// <summary>What could not be counted, each with its reason.</summary>
    public IReadOnlyList<string> NotMeasured { get; init; } = [];

    /// <summary>Start of the snapshot that all numbers are of.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>Name of the connection.</summary>
    public string Connection { get; init; } = "";
}
