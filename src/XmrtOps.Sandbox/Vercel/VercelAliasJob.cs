namespace XmrtOps.Sandbox.Vercel;

/// <summary>A rollback or promotion under way: it moves the production domains to another deployment.</summary>
public sealed class VercelAliasJob
{
    internal VercelAliasJob()
    {
    }

    /// <summary>rollback or promote.</summary>
    public required string Type { get; init; }

    /// <summary>What was production when it was asked for.</summary>
    public required string? FromDeploymentId { get; init; }

    /// <summary>What is to become production.</summary>
    public required string ToDeploymentId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>How it ends.</summary>
    public required VercelJobOutcome Outcome { get; init; }

    /// <summary>Who asked for it.</summary>
    public required VercelUser RequestedBy { get; init; }

    /// <summary>The reason given.</summary>
    public string? Description { get; init; }

    /// <summary>How long each state of it takes.</summary>
    public required VercelTimings Timings { get; init; }

    internal bool IsSettled { get; set; }

    internal DateTimeOffset EndsAt => RequestedAt + Timings.JobHidden + Timings.JobPending + Timings.JobInProgress;

    internal DateTimeOffset MovesProductionAt => EndsAt + Timings.ProductionLag;

    /// <summary>pending, in-progress, succeeded, failed or skipped; null while it is not visible.</summary>
    public string? StatusAt(DateTimeOffset now)
    {
        var visibleAt = RequestedAt + Timings.JobHidden;
        if (now < visibleAt) return null;
        if (now < visibleAt + Timings.JobPending) return "pending";
        if (now < EndsAt) return "in-progress";

        return Outcome switch
        {
            VercelJobOutcome.Succeeds => "succeeded",
            VercelJobOutcome.Fails => "failed",
            VercelJobOutcome.IsSkipped => "skipped",
            VercelJobOutcome.NeverEnds => "in-progress",
            _ => "reticulating",
        };
    }

    internal bool IsRunningAt(DateTimeOffset now) => StatusAt(now) is null or "pending" or "in-progress";
}
