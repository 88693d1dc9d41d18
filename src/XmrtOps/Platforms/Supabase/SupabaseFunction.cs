using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>An edge function as it is deployed.</summary>
internal sealed record SupabaseFunction
{
    public string? Id { get; init; }

    public string? Slug { get; init; }

    public string? Name { get; init; }

    /// <summary>ACTIVE, REMOVED, THROTTLED.</summary>
    public string? Status { get; init; }

    /// <summary>Counts the deployments.</summary>
    public int? Version { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The platform checks tokens before the function is called.</summary>
    public bool? VerifyJwt { get; init; }

    public bool? ImportMap { get; init; }

    public string? EntrypointPath { get; init; }

    public string? ImportMapPath { get; init; }

    /// <summary>Digest of the bundle.</summary>
    [JsonPropertyName("ezbr_sha256")]
    public string? EzbrSha256 { get; init; }
}
