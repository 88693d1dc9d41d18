using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Project;

/// <summary>A user of Auth.</summary>
internal sealed record AuthUser
{
    public string? Id { get; init; }

    public string? Role { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? EmailConfirmedAt { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>Until then neither sign-in nor refresh; an access token works on until it expires.</summary>
    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? BannedUntil { get; init; }

    public JsonElement? AppMetadata { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? UpdatedAt { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? DeletedAt { get; init; }

    public bool? IsAnonymous { get; init; }
}
