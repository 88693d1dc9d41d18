namespace XmrtOps.Platforms.Supabase;

/// <summary>The organisation that pays for a project.</summary>
internal sealed record SupabaseOrganization
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>free, pro, team, enterprise; more may come.</summary>
    public string? Plan { get; init; }
}
