using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>An order after a look at the state: what will be done, and to what.</summary>
internal sealed record DeploymentPlan
{
    public required DeploymentOrder Order { get; init; }

    public required DeploymentAction Action { get; init; }

    /// <summary>The project before.</summary>
    public required VercelProject Project { get; init; }

    /// <summary>What is rebuilt or promoted; null for a build of a branch, tag or commit.</summary>
    public Deployment? Source { get; init; }

    /// <summary>As Vercel has it.</summary>
    public VercelDeployment? VercelSource { get; init; }

    /// <summary>What it is for.</summary>
    public required string Target { get; init; }

    /// <summary>What keeps a build from going live, or null.</summary>
    public string? Pin { get; init; }

    /// <summary>Production is what it shall be: nothing has to be sent.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The deployments that were there before, to tell a new one by.</summary>
    public IReadOnlySet<string> Known { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The last rollback or promotion before this.</summary>
    public VercelAliasRequest? JobBefore { get; init; }

    public string? ProductionBefore => Project.Targets?.Production?.Id;

    /// <summary>The job that a promotion is.</summary>
    public AliasMove Promotion => new()
    {
        Type = AliasMove.Promote, To = Source!.Id, ProductionBefore = ProductionBefore, JobBefore = JobBefore,
    };

    public bool IsProduction => Target == Deployments.Production;
}
