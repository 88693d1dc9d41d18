namespace XmrtOps.Health;

/// <summary>What Get-XmrtHealth can check, in the order of a full report.</summary>
public enum HealthComponent
{
    /// <summary>The frontend's health address, asked over HTTP.</summary>
    Frontend,

    /// <summary>The database answers, and how soon.</summary>
    Database,

    /// <summary>Connections used, of those that ordinary roles may use.</summary>
    Connections,

    /// <summary>The client's statement that has been running longest.</summary>
    LongestStatement,

    /// <summary>The client that has been idle longest in an open transaction.</summary>
    IdleInTransaction,

    /// <summary>Whether the server takes changes, or is recovering, a replica, or in read-only mode.</summary>
    Recovery,

    /// <summary>Distance to the exhaustion of transaction ids.</summary>
    TransactionAge,

    /// <summary>Recorded uptime checks (frontend_uptime_checks of system_health_summary).</summary>
    UptimeChecks,

    /// <summary>Errors of edge functions, from the tables that really receive them.</summary>
    FunctionErrors,

    /// <summary>Errors of Vercel's functions (recent_function_errors of system_health_summary).</summary>
    VercelFunctionErrors,

    /// <summary>Messages saved in the last hour (messages_last_hour of system_health_summary).</summary>
    Messages,

    /// <summary>Sessions with a message in the last hour, which active_sessions of system_health_summary is not.</summary>
    Sessions,

    /// <summary>The Supabase project's status and services; without being asked for only where there is a token.</summary>
    SupabaseProject,

    /// <summary>The Vercel project: paused, pinned, what is in production; without being asked for only where there is a
    /// token.</summary>
    VercelProject,
}
