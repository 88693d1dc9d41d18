namespace XmrtOps.Platforms.Supabase;

/// <summary>A pooler of the project (Supavisor). The connection strings are left out.</summary>
internal sealed record SupabasePooler
{
    public string? Identifier { get; init; }

    /// <summary>PRIMARY, READ_REPLICA.</summary>
    public string? DatabaseType { get; init; }

    public string? DbUser { get; init; }

    public string? DbHost { get; init; }

    public int? DbPort { get; init; }

    public string? DbName { get; init; }

    public int? DefaultPoolSize { get; init; }

    public int? MaxClientConn { get; init; }

    /// <summary>transaction or session.</summary>
    public string? PoolMode { get; init; }
}
