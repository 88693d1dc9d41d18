using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace XmrtOps.Connections;

/// <summary>The content of profiles.json.</summary>
internal sealed record ProfileFile
{
    /// <summary>Leaves &amp;, ' and letters of other scripts readable: this is a file for people, and no page of HTML.</summary>
    private static readonly JsonTypeInfo<ProfileFile> s_format = new ProfileJson(
        new JsonSerializerOptions(ProfileJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        .ProfileFile;

    public IReadOnlyList<XmrtProfile> Profiles { get; init; } = [];

    /// <summary>What a newer version has written, or a person: kept as it is.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <exception cref="JsonException">The text is not of this form.</exception>
    public static ProfileFile Read(Stream stream) =>
        JsonSerializer.Deserialize(stream, s_format) ?? throw new JsonException("it says null");

    public Task WriteAsync(Stream stream, CancellationToken cancellation) =>
        JsonSerializer.SerializeAsync(stream, this, s_format, cancellation);
}
