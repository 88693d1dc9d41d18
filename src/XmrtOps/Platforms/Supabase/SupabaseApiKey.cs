using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>A key of the project.</summary>
internal sealed record SupabaseApiKey
{
    /// <summary>anon and service_role of the legacy ones.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>legacy, publishable, secret.</summary>
    public string? Type { get; init; }

    /// <summary>A secret: masked unless it is revealed.</summary>
    public string? ApiKey { get; init; }

    public string? Prefix { get; init; }

    public string? Hash { get; init; }

    public string? Description { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? InsertedAt { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The name and never the key: records print all they hold.</summary>
    public override string ToString() => Name ?? nameof(SupabaseApiKey);
}
