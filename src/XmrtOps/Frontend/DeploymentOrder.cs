namespace XmrtOps.Frontend;

/// <summary>What is wanted of Start-XmrtDeployment for one connection.</summary>
internal sealed record DeploymentOrder
{
    /// <summary>The deployment to rebuild or promote: identifier, address or host name; null: the current one.</summary>
    public string? Id { get; init; }

    /// <summary>Branch, tag or commit to build instead.</summary>
    public string? GitRef { get; init; }

    /// <summary>Of the deployment's branch the newest commit, not its own.</summary>
    public bool IsLatestCommit { get; init; }

    public bool IsPromotion { get; init; }

    /// <summary>For what it is built; null: what the source was built for, or production.</summary>
    public DeploymentTarget? Target { get; init; }

    public bool NoWait { get; init; }

    public TimeSpan Timeout { get; init; }
}
