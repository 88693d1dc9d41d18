using System.Text.Json;

namespace XmrtOps.Platforms.Supabase;

/// <summary>How one service of a project is.</summary>
internal sealed record SupabaseServiceHealth
{
    /// <summary>auth, db, db_postgres_user, pooler, realtime, rest, storage, pg_bouncer.</summary>
    public string? Name { get; init; }

    public bool? Healthy { get; init; }

    /// <summary>ACTIVE_HEALTHY, UNHEALTHY, COMING_UP; others may come.</summary>
    public string? Status { get; init; }

    public string? Error { get; init; }

    /// <summary>What the service says of itself; each has a form of its own.</summary>
    public JsonElement? Info { get; init; }
}
