namespace XmrtOps.Platforms.Supabase;

/// <summary>The dedicated pooler of the project (PgBouncer).</summary>
internal sealed record SupabasePgBouncer
{
    public int? DefaultPoolSize { get; init; }

    public string? IgnoreStartupParameters { get; init; }

    public int? MaxClientConn { get; init; }

    /// <summary>transaction, session, statement.</summary>
    public string? PoolMode { get; init; }

    public int? ServerIdleTimeout { get; init; }

    public int? ServerLifetime { get; init; }

    public int? QueryWaitTimeout { get; init; }

    public int? ReservePoolSize { get; init; }
}
