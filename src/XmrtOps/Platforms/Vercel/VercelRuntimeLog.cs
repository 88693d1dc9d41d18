using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A line of what a running deployment says, as it comes.</summary>
internal sealed record VercelRuntimeLog
{
    public string? RowId { get; init; }

    [JsonPropertyName("timestampInMs")]
    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? At { get; init; }

    /// <summary>trace, debug, info, warning, error, fatal.</summary>
    public string? Level { get; init; }

    public string? Message { get; init; }

    public bool? MessageTruncated { get; init; }

    /// <summary>serverless, edge-function, edge-middleware, request; delimiter is the platform's own.</summary>
    public string? Source { get; init; }

    public string? Domain { get; init; }

    public string? RequestMethod { get; init; }

    public string? RequestPath { get; init; }

    /// <summary>0 and less is none.</summary>
    public int? ResponseStatusCode { get; init; }

    /// <summary>The platform has said as much as it says at once, and nothing follows.</summary>
    [JsonIgnore]
    public bool IsLimitReached => Source == "delimiter" && Level == "error" && string.IsNullOrEmpty(RowId);
}
