using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>A project of Supabase.</summary>
internal sealed record SupabaseProject
{
    /// <summary>The reference: 20 letters.</summary>
    public string? Ref { get; init; }

    /// <summary>The reference too, in older answers.</summary>
    public string? Id { get; init; }

    public string? OrganizationId { get; init; }

    public string? OrganizationSlug { get; init; }

    public string? Name { get; init; }

    public string? Region { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>ACTIVE_HEALTHY, INACTIVE (paused), REMOVED and others; more may come.</summary>
    public string? Status { get; init; }

    public ProjectDatabase? Database { get; init; }

    /// <summary>The project's PostgreSQL.</summary>
    internal sealed record ProjectDatabase
    {
        public string? Host { get; init; }

        /// <summary>Such as 17.6.1.111.</summary>
        public string? Version { get; init; }

        /// <summary>Major version, such as 17.</summary>
        public string? PostgresEngine { get; init; }

        public string? ReleaseChannel { get; init; }
    }
}
