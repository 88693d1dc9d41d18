namespace XmrtOps.Rollback;

/// <summary>What came of a rollback, or of taking one back.</summary>
public enum RollbackOutcome
{
    /// <summary>It was so already, and nothing was sent.</summary>
    NothingToDo,

    /// <summary>It is done: what is there is what was to be there. Whether that is well is in IsVerified.</summary>
    Done,

    /// <summary>Some of it is done; the steps say what.</summary>
    Partial,

    /// <summary>It failed, and what was there is there still.</summary>
    Failed,

    /// <summary>The platform passed over it; what was there is there still.</summary>
    Skipped,

    /// <summary>It was under way still when the waiting ended, and goes on at the platform.</summary>
    StillRunning,

    /// <summary>Whether it was done could not be found out.</summary>
    Unknown,
}
