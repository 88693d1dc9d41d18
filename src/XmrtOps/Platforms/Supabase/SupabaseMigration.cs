namespace XmrtOps.Platforms.Supabase;

/// <summary>A migration of the history.</summary>
internal sealed record SupabaseMigration
{
    public string? Version { get; init; }

    public string? Name { get; init; }
}
