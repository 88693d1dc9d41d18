namespace XmrtOps.Projects;

/// <summary>A domain of a Vercel project.</summary>
public sealed record ProjectDomain
{
    /// <summary>The domain.</summary>
    public required string Name { get; init; }

    /// <summary>False: it leads nowhere until somebody has proved that it is theirs.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Where it redirects to; null for none.</summary>
    public string? RedirectsTo { get; init; }

    /// <summary>The branch that it follows; null for production.</summary>
    public string? GitBranch { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
