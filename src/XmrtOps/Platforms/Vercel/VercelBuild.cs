using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>One build of a deployment.</summary>
internal sealed record VercelBuild
{
    public string? Id { get; init; }

    public string? ReadyState { get; init; }

    public string? Entrypoint { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? ReadyStateAt { get; init; }
}
