using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Connections;

/// <summary>The content of profiles.json.</summary>
internal sealed record ProfileFile
{
    public IReadOnlyList<XmrtProfile> Profiles { get; init; } = [];

    /// <summary>What a newer version has written, or a person: kept as it is.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
