namespace XmrtOps.Frontend;

/// <summary>Where a deployment stands.</summary>
public enum DeploymentState
{
    /// <summary>One that this version does not know: see <see cref="Deployment.PlatformState"/>.</summary>
    Unknown,

    /// <summary>It waits for a build machine.</summary>
    Queued,

    /// <summary>Its build machine is prepared.</summary>
    Initializing,

    /// <summary>Its build runs.</summary>
    Building,

    /// <summary>It is built and answers at its own address.</summary>
    Ready,

    /// <summary>Its build failed; it has never served anybody.</summary>
    Error,

    /// <summary>Somebody stopped its build.</summary>
    Canceled,

    /// <summary>It is held back, as where its author is no member of the team.</summary>
    Blocked,

    /// <summary>It is gone.</summary>
    Deleted,
}
