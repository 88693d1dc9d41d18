using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Project;

/// <summary>Auth's JSON, read by code made at compile time. What is not known is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(AuthHealth))]
[JsonSerializable(typeof(AuthSettings))]
[JsonSerializable(typeof(AuthUserPage))]
[JsonSerializable(typeof(AuthUserUpdate))]
[JsonSerializable(typeof(AuthRecovery))]
internal sealed partial class AuthJson : JsonSerializerContext;
