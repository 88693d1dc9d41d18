using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>A secret of the functions: its name, and what it is known by.</summary>
internal sealed record SupabaseSecret
{
    public string? Name { get; init; }

    /// <summary>SHA-256 of the value, in hexadecimal digits; the value itself when it is set. Not told in ToString.</summary>
    public string? Value { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The name and no more: records print all they hold.</summary>
    public override string ToString() => Name ?? nameof(SupabaseSecret);
}
