using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Retention.Archives;

/// <summary>How the manifest is written as JSON, made at compile time: nothing is reflected on.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchiveManifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions s_plain = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>With quotes and signs of SQL as they are: the file is for people, too, and for no web page.</summary>
    public static ArchiveJson Plain { get; } = new(s_plain);
}
