namespace XmrtOps.Sandbox.Supabase;

/// <summary>The states of a project, as the Management API words them; others may come.</summary>
public static class ProjectStatus
{
    /// <summary>All is well.</summary>
    public const string ActiveHealthy = "ACTIVE_HEALTHY";

    /// <summary>Up, but a service is not well.</summary>
    public const string ActiveUnhealthy = "ACTIVE_UNHEALTHY";

    /// <summary>Paused.</summary>
    public const string Inactive = "INACTIVE";

    /// <summary>On its way to being paused.</summary>
    public const string Pausing = "PAUSING";

    /// <summary>Its database is being restored.</summary>
    public const string Restoring = "RESTORING";

    /// <summary>Restored, its services start.</summary>
    public const string ComingUp = "COMING_UP";

    /// <summary>The restore did not work.</summary>
    public const string RestoreFailed = "RESTORE_FAILED";

    /// <summary>The pause did not work.</summary>
    public const string PauseFailed = "PAUSE_FAILED";

    /// <summary>The server restarts, such as after a setting was changed.</summary>
    public const string Restarting = "RESTARTING";

    /// <summary>The compute size is being changed.</summary>
    public const string Resizing = "RESIZING";

    /// <summary>Removed for good.</summary>
    public const string Removed = "REMOVED";

    internal static bool IsUp(string status) => status is ActiveHealthy or ActiveUnhealthy;
}
