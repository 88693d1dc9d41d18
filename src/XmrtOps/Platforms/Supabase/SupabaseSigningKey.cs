using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>A key that users' tokens are signed with.</summary>
internal sealed record SupabaseSigningKey
{
    public string? Id { get; init; }

    /// <summary>ES256, RS256, EdDSA, HS256.</summary>
    public string? Algorithm { get; init; }

    /// <summary>in_use, standby, previously_used, revoked.</summary>
    public string? Status { get; init; }

    public JsonElement? PublicJwk { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? UpdatedAt { get; init; }
}
