namespace XmrtOps.Platforms.Supabase;

/// <summary>The signing keys of a project.</summary>
internal sealed record SupabaseSigningKeyList
{
    public IReadOnlyList<SupabaseSigningKey>? Keys { get; init; }
}
