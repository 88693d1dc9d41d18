namespace XmrtOps.Projects;

/// <summary>A project as Vercel's API shows it. What is not known is null.</summary>
public sealed record VercelProjectState
{
    /// <summary>prj_…</summary>
    public string? Id { get; init; }

    /// <summary>Name of the project.</summary>
    public string? Name { get; init; }

    /// <summary>What it is written with, such as nextjs.</summary>
    public string? Framework { get; init; }

    /// <summary>Version of Node.js that builds and functions run on, such as 22.x.</summary>
    public string? NodeVersion { get; init; }

    /// <summary>Its site answers 503 DEPLOYMENT_PAUSED.</summary>
    public bool? IsPaused { get; init; }

    /// <summary>New production builds do not go live by themselves, as after a rollback.</summary>
    public bool? IsPinned { get; init; }

    /// <summary>Who rolled back; null where nobody did, or it is not told.</summary>
    public string? PinnedBy { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? PinnedReason { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>Branch that production is built from.</summary>
    public string? ProductionBranch { get; init; }

    /// <summary>The deployment that the domains lead to: dpl_…; null where there is none.</summary>
    public string? ProductionDeploymentId { get; init; }

    /// <summary>Its own address.</summary>
    public string? ProductionUrl { get; init; }

    /// <summary>READY and others, as the platform says it.</summary>
    public string? ProductionState { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? ProductionCreatedAt { get; init; }

    /// <summary>The commit that it was built from.</summary>
    public string? ProductionCommitSha { get; init; }

    /// <summary>The production build that was asked for last: dpl_…; null where there is none.</summary>
    public string? LatestBuildId { get; init; }

    /// <summary>How it went: READY, ERROR, BUILDING and others, as the platform says it.</summary>
    public string? LatestBuildState { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? LatestBuildCreatedAt { get; init; }

    /// <summary>What it says of its failure.</summary>
    public string? LatestBuildError { get; init; }

    /// <summary>What is paid for: hobby, pro, enterprise; more may come.</summary>
    public string? Plan { get; init; }

    /// <summary>The domains; null where they could not be asked for.</summary>
    public IReadOnlyList<ProjectDomain>? Domains { get; init; }
}
