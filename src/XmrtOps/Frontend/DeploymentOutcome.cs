namespace XmrtOps.Frontend;

/// <summary>What came of Start-XmrtDeployment.</summary>
public enum DeploymentOutcome
{
    /// <summary>Vercel has taken the order; it was not waited for.</summary>
    Requested,

    /// <summary>The production domains lead to it.</summary>
    Live,

    /// <summary>It is built, and production is what it was: a preview, or production is pinned.</summary>
    Ready,

    /// <summary>It was under way still when the waiting ended. It goes on at Vercel.</summary>
    StillRunning,

    /// <summary>It failed; production is what it was.</summary>
    Failed,

    /// <summary>It was so already, and nothing was sent.</summary>
    NothingToDo,
}
