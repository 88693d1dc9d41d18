namespace XmrtOps.Platforms.Supabase;

/// <summary>What of the REST service's configuration is asked for.</summary>
internal sealed record SupabaseRestConfig
{
    /// <summary>The secret of HS256, in the clear: only its digest may get any further.</summary>
    public string? JwtSecret { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => JwtSecret is null ? "no secret" : "***";
}
