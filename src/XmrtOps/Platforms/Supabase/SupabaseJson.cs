using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>The management API's JSON, read by code made at compile time. What is not known is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SupabaseProject))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseProject>))]
[JsonSerializable(typeof(SupabaseOrganization))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseServiceHealth>))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseFunction>))]
[JsonSerializable(typeof(SupabaseFunctionMetadata))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseSecret>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseApiKey>))]
[JsonSerializable(typeof(SupabaseNewApiKey))]
[JsonSerializable(typeof(SupabaseLegacyKeys))]
[JsonSerializable(typeof(SupabaseSigningKeyList))]
[JsonSerializable(typeof(SupabaseSigningKeyChange))]
[JsonSerializable(typeof(SupabaseAuthConfig))]
[JsonSerializable(typeof(SupabaseRestConfig))]
[JsonSerializable(typeof(IReadOnlyList<SupabasePooler>))]
[JsonSerializable(typeof(SupabasePgBouncer))]
[JsonSerializable(typeof(SupabasePostgresConfig))]
[JsonSerializable(typeof(SupabaseApiCount))]
[JsonSerializable(typeof(SupabaseDiskUse))]
[JsonSerializable(typeof(SupabaseAddons))]
[JsonSerializable(typeof(SupabaseBackups))]
[JsonSerializable(typeof(SupabaseReadOnlyState))]
[JsonSerializable(typeof(SupabaseNetworkBans))]
[JsonSerializable(typeof(SupabaseUnban))]
[JsonSerializable(typeof(IReadOnlyList<SupabaseMigration>))]
internal sealed partial class SupabaseJson : JsonSerializerContext;
