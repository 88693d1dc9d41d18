namespace XmrtOps.Platforms;

/// <summary>How long a question to a platform may take that is worth waiting for.</summary>
internal static class PlatformLimits
{
    /// <summary>All of it, tries and waits, where a platform takes no more requests for now (<see cref="PlatformRequest.WaitsOutLimits"/>).
    /// They count by the minute, and the next minute may be used up by another tool of the same user. What would take longer
    /// is not waited for at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The wait where a platform refuses for now and does not say for how long.</summary>
    public static readonly TimeSpan UntoldWait = TimeSpan.FromSeconds(20);
}
