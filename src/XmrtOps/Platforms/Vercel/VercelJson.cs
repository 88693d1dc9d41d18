using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>Vercel's JSON, read by code made at compile time. What is not known is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(VercelProject))]
[JsonSerializable(typeof(VercelDeploymentPage))]
[JsonSerializable(typeof(VercelDomainPage))]
[JsonSerializable(typeof(VercelAliasStatusPage))]
[JsonSerializable(typeof(VercelAliasList))]
[JsonSerializable(typeof(VercelAliasAssignment))]
[JsonSerializable(typeof(VercelBuildList))]
[JsonSerializable(typeof(VercelVariable))]
[JsonSerializable(typeof(IReadOnlyList<VercelBuildEvent>))]
[JsonSerializable(typeof(VercelRuntimeLog))]
[JsonSerializable(typeof(VercelRequestLogPage))]
[JsonSerializable(typeof(VercelDeploymentRequest))]
[JsonSerializable(typeof(VercelBypassList))]
[JsonSerializable(typeof(VercelBypassChange))]
[JsonSerializable(typeof(VercelMetricQuery))]
[JsonSerializable(typeof(VercelMetricAnswer))]
internal sealed partial class VercelJson : JsonSerializerContext;
