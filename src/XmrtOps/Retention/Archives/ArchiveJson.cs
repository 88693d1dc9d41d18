using System.Text.Json.Serialization;

namespace XmrtOps.Retention.Archives;

/// <summary>How the manifest is written as JSON, made at compile time: nothing is reflected on.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchiveManifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
