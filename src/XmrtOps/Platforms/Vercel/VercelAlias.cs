using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>An address that leads to a deployment.</summary>
internal sealed record VercelAlias
{
    public string? Uid { get; init; }

    /// <summary>The host name.</summary>
    public string? Alias { get; init; }

    public string? Redirect { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? Created { get; init; }
}
