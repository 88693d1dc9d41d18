using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Addresses to be let in again.</summary>
internal sealed record SupabaseUnban
{
    [JsonPropertyName("ipv4_addresses")]
    public IReadOnlyList<string>? Ipv4Addresses { get; init; }

    public bool? RequesterIp { get; init; }
}
