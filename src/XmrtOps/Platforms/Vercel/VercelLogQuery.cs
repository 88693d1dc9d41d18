namespace XmrtOps.Platforms.Vercel;

/// <summary>Which requests; null does not care.</summary>
internal sealed record VercelLogQuery
{
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? DeploymentId { get; init; }

    /// <summary>production or preview.</summary>
    public string? Environment { get; init; }

    /// <summary>Several by commas.</summary>
    public string? Level { get; init; }

    /// <summary>500, or 5xx.</summary>
    public string? StatusCode { get; init; }

    /// <summary>serverless, edge-function, edge-middleware, static; several by commas.</summary>
    public string? Source { get; init; }

    public string? Search { get; init; }

    public string? RequestId { get; init; }

    public string? Branch { get; init; }
}
