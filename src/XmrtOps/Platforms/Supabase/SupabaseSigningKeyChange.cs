namespace XmrtOps.Platforms.Supabase;

/// <summary>A signing key to be made, or its next state.</summary>
internal sealed record SupabaseSigningKeyChange
{
    public string? Algorithm { get; init; }

    /// <summary>standby, in_use, previously_used, revoked.</summary>
    public string? Status { get; init; }
}
