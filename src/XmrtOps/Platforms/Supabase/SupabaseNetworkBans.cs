using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Addresses that may not connect to the database, after wrong passwords.</summary>
internal sealed record SupabaseNetworkBans
{
    [JsonPropertyName("banned_ipv4_addresses")]
    public IReadOnlyList<Ban>? BannedIpv4Addresses { get; init; }

    /// <summary>One of them.</summary>
    internal sealed record Ban
    {
        public string? BannedAddress { get; init; }

        public string? Identifier { get; init; }

        public string? Type { get; init; }
    }
}
