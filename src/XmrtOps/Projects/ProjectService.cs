namespace XmrtOps.Projects;

/// <summary>How one service of a Supabase project is.</summary>
public sealed record ProjectService
{
    /// <summary>auth, db, db_postgres_user, pooler, realtime, rest, storage, pg_bouncer.</summary>
    public required string Name { get; init; }

    /// <summary>It is well; null where the platform does not say.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>ACTIVE_HEALTHY, UNHEALTHY, COMING_UP; more may come.</summary>
    public string? Status { get; init; }

    /// <summary>What is wrong with it, in its own words.</summary>
    public string? Error { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
