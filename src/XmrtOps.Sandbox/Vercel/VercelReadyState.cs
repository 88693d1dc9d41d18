namespace XmrtOps.Sandbox.Vercel;

/// <summary>Where a deployment stands; in the API these words are written in capitals.</summary>
public enum VercelReadyState
{
    /// <summary>Waits for a build machine.</summary>
    Queued,

    /// <summary>The build machine is being prepared.</summary>
    Initializing,

    /// <summary>The build runs.</summary>
    Building,

    /// <summary>Built and reachable at its own address.</summary>
    Ready,

    /// <summary>The build failed; it never served anybody.</summary>
    Error,

    /// <summary>Somebody stopped it before it was built.</summary>
    Canceled,

    /// <summary>Held back, for instance because its author is no member of the team.</summary>
    Blocked,
}
