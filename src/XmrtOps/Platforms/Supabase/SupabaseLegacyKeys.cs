namespace XmrtOps.Platforms.Supabase;

/// <summary>Whether the legacy keys anon and service_role work.</summary>
internal sealed record SupabaseLegacyKeys
{
    public bool? Enabled { get; init; }
}
