using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Functions.Saved;

/// <summary>How what is kept is described in JSON, by code made at compile time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedManifest))]
[JsonSerializable(typeof(SavedHealth))]
[JsonSerializable(typeof(SavedReplacement))]
internal sealed partial class SavedJson : JsonSerializerContext;
