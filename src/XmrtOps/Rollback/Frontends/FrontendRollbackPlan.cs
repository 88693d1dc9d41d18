using XmrtOps.Frontend;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Rollback.Frontends;

/// <summary>What a rollback of the frontend would do.</summary>
public sealed record FrontendRollbackPlan : RollbackPlan
{
    /// <inheritdoc />
    public override RollbackTarget Target => RollbackTarget.Frontend;

    /// <summary>The deployment that production is now.</summary>
    public required Deployment Current { get; init; }

    /// <summary>The deployment to go back to; null where there is none.</summary>
    public Deployment? Destination { get; init; }

    /// <summary>Variables that were changed after the destination was built: it has the older values, or does not have them at
    /// all. Null where they could not be read.</summary>
    public IReadOnlyList<EnvironmentChange>? EnvironmentChanges { get; init; }

    internal VercelAliasRequest? JobBefore { get; init; }

    internal TimeSpan Timeout { get; init; }
}
