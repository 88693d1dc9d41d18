namespace XmrtOps.Sandbox.Vercel;

/// <summary>A request that the site served, with what its function logged.</summary>
public sealed record VercelRequestLogRow
{
    /// <summary>Vercel's id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Which deployment served it.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>GET, POST and so on.</summary>
    public required string Method { get; init; }

    /// <summary>Path without query.</summary>
    public required string Path { get; init; }

    /// <summary>Status of the reply.</summary>
    public required int StatusCode { get; init; }

    /// <summary>production or preview.</summary>
    public required string Environment { get; init; }

    /// <summary>Branch of the deployment.</summary>
    public required string Branch { get; init; }

    /// <summary>Host that was asked.</summary>
    public required string Domain { get; init; }

    /// <summary>serverless or static.</summary>
    public required string Source { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>HIT or MISS.</summary>
    public string Cache { get; init; } = "MISS";

    /// <summary>info, warning or error.</summary>
    public string Level { get; init; } = "info";

    /// <summary>What was logged; null for nothing.</summary>
    public string? Message { get; init; }
}
