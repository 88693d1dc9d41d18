using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Whether the platform keeps the database read-only because its disk is full.</summary>
internal sealed record SupabaseReadOnlyState
{
    public bool? Enabled { get; init; }

    public bool? OverrideEnabled { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? OverrideActiveUntil { get; init; }
}
