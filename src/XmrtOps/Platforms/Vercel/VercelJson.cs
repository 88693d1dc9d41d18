using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>Vercel's JSON, read by code made at compile time. What is not known is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(VercelProject))]
[JsonSerializable(typeof(RequestLogPage))]
[JsonSerializable(typeof(RuntimeLogLine))]
internal sealed partial class VercelJson : JsonSerializerContext;
