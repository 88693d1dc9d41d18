namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// How long what a platform does later takes here. The defaults are short: rehearsals should not wait.
/// </summary>
public sealed record VercelTimings
{
    /// <summary>Everything at once.</summary>
    internal static VercelTimings None { get; } = new()
    {
        Queued = TimeSpan.Zero,
        Initializing = TimeSpan.Zero,
        Building = TimeSpan.Zero,
        Aliasing = TimeSpan.Zero,
    };

    /// <summary>A deployment waits for a machine.</summary>
    public TimeSpan Queued { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The machine is prepared.</summary>
    public TimeSpan Initializing { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The build runs, whether it ends well or not.</summary>
    public TimeSpan Building { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>From built to reachable at the domains.</summary>
    public TimeSpan Aliasing { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A rollback or promotion is not visible at all after it was accepted.</summary>
    public TimeSpan JobHidden { get; init; }

    /// <summary>A rollback or promotion is pending.</summary>
    public TimeSpan JobPending { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A rollback or promotion is in progress.</summary>
    public TimeSpan JobInProgress { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between a job's success and the project that shows the new production deployment.</summary>
    public TimeSpan ProductionLag { get; init; }
}
