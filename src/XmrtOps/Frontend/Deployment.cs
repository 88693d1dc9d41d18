namespace XmrtOps.Frontend;

/// <summary>A deployment of the frontend (runbook, chapter 1).</summary>
public sealed record Deployment
{
    /// <summary>Name of the connection that it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>dpl_…</summary>
    public required string Id { get; init; }

    /// <summary>Its own address; null while it is uploaded.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where it stands.</summary>
    public DeploymentState State { get; init; }

    /// <summary>Where it stands, in Vercel's own word.</summary>
    public string? PlatformState { get; init; }

    /// <summary>production, preview, or the name of another environment.</summary>
    public required string Target { get; init; }

    /// <summary>The production domains lead to it; null where the project does not say what they lead to.</summary>
    public bool? IsCurrent { get; init; }

    /// <summary>One could go back to it: it has had production traffic, is older than the current one, and Vercel keeps it for
    /// that; null where this is not known.</summary>
    public bool? IsRollbackCandidate { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was built; null where it is not.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The commit that it is built from, in full.</summary>
    public string? CommitSha { get; init; }

    /// <summary>The commit's message.</summary>
    public string? CommitMessage { get; init; }

    /// <summary>The branch that it is built from.</summary>
    public string? Branch { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? Creator { get; init; }

    /// <summary>How it was asked for: git, cli, redeploy and others.</summary>
    public string? Source { get; init; }

    /// <summary>How long the build took, whether it ended well or not, in seconds; null while it runs.</summary>
    public double? BuildDurationSeconds { get; init; }

    /// <summary>Vercel's code for why it failed, such as BUILD_UTILS_SPAWN_1.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why it failed, in Vercel's words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Its addresses lead to it; null where this is not known.</summary>
    public bool? AliasAssigned { get; init; }

    /// <summary>It is ready, and has never had production traffic.</summary>
    public bool? IsStaged { get; init; }

    /// <summary>It is built for production.</summary>
    internal bool IsProduction => Target == Deployments.Production;

    /// <summary>Nothing more happens to it.</summary>
    internal bool IsOver => State is DeploymentState.Error or DeploymentState.Canceled or DeploymentState.Blocked
        or DeploymentState.Deleted;

    /// <summary>Identifier and state, for the journal.</summary>
    public override string ToString() => $"{Id} ({PlatformState})";
}
