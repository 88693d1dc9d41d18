namespace XmrtOps.Projects;

/// <summary>A pooler of connections to the database.</summary>
public sealed record ProjectPooler
{
    /// <summary>supavisor (shared) or pgbouncer (dedicated).</summary>
    public required string Name { get; init; }

    /// <summary>PRIMARY, READ_REPLICA; null where it is not told.</summary>
    public string? DatabaseType { get; init; }

    /// <summary>transaction, session or statement.</summary>
    public string? Mode { get; init; }

    /// <summary>Where it listens.</summary>
    public int? Port { get; init; }

    /// <summary>Connections to the database for each user and database; null is the default of the compute size.</summary>
    public int? PoolSize { get; init; }

    /// <summary>Clients that it takes at once; null is the default of the compute size.</summary>
    public int? MaxClients { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
