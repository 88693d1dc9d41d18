namespace XmrtOps.Platforms.Vercel;

/// <summary>Which deployments of the project; null does not care.</summary>
internal sealed record VercelDeploymentQuery
{
    /// <summary>production or preview.</summary>
    public string? Target { get; init; }

    /// <summary>READY, ERROR and others; several by commas.</summary>
    public string? State { get; init; }

    public bool OnlyRollbackCandidates { get; init; }

    public string? Branch { get; init; }

    public string? Sha { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>How many at once, 100 at most: who needs one should not ask for a hundred.</summary>
    public int PageSize { get; init; } = 100;
}
