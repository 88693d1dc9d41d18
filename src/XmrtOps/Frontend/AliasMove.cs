using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>A job that leads the production domains to another deployment: a rollback or a promotion.</summary>
internal sealed record AliasMove
{
    public const string Promote = "promote";

    public const string Rollback = "rollback";

    // Vercel's clock and ours need not agree.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    /// <summary>rollback or promote.</summary>
    public required string Type { get; init; }

    /// <summary>The deployment that the domains are to lead to.</summary>
    public required string To { get; init; }

    public string? ProductionBefore { get; init; }

    /// <summary>The last job before this one.</summary>
    public VercelAliasRequest? JobBefore { get; init; }

    /// <summary>When it was asked for, by this machine's clock; null where that does not matter.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>What people call it.</summary>
    public string Noun => Type == Promote ? "promotion" : "rollback";

    /// <summary>The job is ours, and not one that was there before. The project shows the last job only, which need not be ours: its
    /// type, its target and its time are compared.</summary>
    public bool IsOurs(VercelAliasRequest? job) => job is not null && job.Type == Type && job.ToDeploymentId == To && IsNew(job);

    /// <summary>The job was not there before.</summary>
    public bool IsNew(VercelAliasRequest job) =>
        (JobBefore is not { } before || job.RequestedAt != before.RequestedAt || job.ToDeploymentId != before.ToDeploymentId)
        && (job.RequestedAt is not { } asked || SentAt is not { } sent || asked >= sent - s_skew);
}
