using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Rollback.Databases;

/// <summary>How a manifest is written as JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RollbackManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>With quotes and signs of SQL as they are: the file is for people, too.</summary>
    public static ManifestJson Plain { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
