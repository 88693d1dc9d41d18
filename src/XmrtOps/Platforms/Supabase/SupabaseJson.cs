using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>The management API's JSON, read by code made at compile time. What is not known is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SupabaseProject))]
[JsonSerializable(typeof(LogReply))]
[JsonSerializable(typeof(FunctionIdentity[]))]
internal sealed partial class SupabaseJson : JsonSerializerContext;
