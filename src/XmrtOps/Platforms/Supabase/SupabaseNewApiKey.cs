namespace XmrtOps.Platforms.Supabase;

/// <summary>A key to be made.</summary>
internal sealed record SupabaseNewApiKey
{
    /// <summary>publishable or secret.</summary>
    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>role, for secret ones.</summary>
    public IReadOnlyDictionary<string, string>? SecretJwtTemplate { get; init; }
}
