namespace XmrtOps.Platforms.Vercel;

/// <summary>A deployment to be made: of another one's source, or of a commit.</summary>
internal sealed record VercelDeploymentRequest
{
    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The project's identifier; what the name says if null.</summary>
    public string? Project { get; init; }

    /// <summary>production, staging; null is a preview.</summary>
    public string? Target { get; init; }

    /// <summary>Built from the same source as this one.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>With <see cref="DeploymentId"/>: from the newest commit of its branch instead.</summary>
    public bool? WithLatestCommit { get; init; }

    public VercelGitSource? GitSource { get; init; }

    /// <summary>action is redeploy or promote, as the dashboard marks them.</summary>
    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
