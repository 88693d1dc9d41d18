using XmrtOps.Data;

namespace XmrtOps.Frontend;

/// <summary>Which deployments are asked for.</summary>
internal sealed record DeploymentQuery
{
    /// <summary>Identifiers, addresses or host names; null: those that the rest describes.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    public DeploymentTarget? Target { get; init; }

    public IReadOnlyList<DeploymentState>? States { get; init; }

    /// <summary>To the letter.</summary>
    public string? Branch { get; init; }

    public DateTimeOffset? Since { get; init; }

    public required Page Page { get; init; }
}
