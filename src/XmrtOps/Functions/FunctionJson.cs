using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Functions;

/// <summary>What the log engine answers about functions, read by code made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(FunctionTraffic))]
internal sealed partial class FunctionJson : JsonSerializerContext;
