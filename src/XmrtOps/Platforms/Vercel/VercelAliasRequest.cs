using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>The last rollback or promotion of a project: a job that moves its domains.</summary>
internal sealed record VercelAliasRequest
{
    /// <summary>rollback or promote.</summary>
    public string? Type { get; init; }

    /// <summary>pending, in-progress, succeeded, skipped, failed; others may come.</summary>
    public string? JobStatus { get; init; }

    public string? FromDeploymentId { get; init; }

    public string? ToDeploymentId { get; init; }

    /// <summary>By Vercel's clock.</summary>
    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? RequestedAt { get; init; }
}
