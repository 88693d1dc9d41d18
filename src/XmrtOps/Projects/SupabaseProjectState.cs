namespace XmrtOps.Projects;

/// <summary>A project as Supabase's management API and its metrics show it. What is not known is null.</summary>
public sealed record SupabaseProjectState
{
    /// <summary>The reference: 20 letters.</summary>
    public string? ProjectRef { get; init; }

    /// <summary>Name of the project.</summary>
    public string? Name { get; init; }

    /// <summary>ACTIVE_HEALTHY, INACTIVE (paused) and others, as the platform says it; more may come.</summary>
    public string? Status { get; init; }

    /// <summary>It is paused, or about to be: nothing of it answers.</summary>
    public bool? IsPaused { get; init; }

    /// <summary>Where it runs, such as us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Version of PostgreSQL with the platform's own suffix, such as 17.6.1.111.</summary>
    public string? PostgresVersion { get; init; }

    /// <summary>free, pro, team or enterprise; more may come.</summary>
    public string? Plan { get; init; }

    /// <summary>How the services are; null where they could not be asked about.</summary>
    public IReadOnlyList<ProjectService>? Services { get; init; }

    /// <summary>Name of the compute size, such as Small.</summary>
    public string? ComputeSize { get; init; }

    /// <summary>Its processors.</summary>
    public int? CpuCores { get; init; }

    /// <summary>Its memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Size of the database's disk, in bytes.</summary>
    public long? DiskSizeBytes { get; init; }

    /// <summary>Used of it, in bytes.</summary>
    public long? DiskUsedBytes { get; init; }

    /// <summary>Used of it, 0 to 100.</summary>
    public double? DiskUsedPercent => DiskSizeBytes > 0 ? 100.0 * DiskUsedBytes / DiskSizeBytes : null;

    /// <summary>The poolers.</summary>
    public IReadOnlyList<ProjectPooler>? Poolers { get; init; }

    /// <summary>The platform keeps the database read-only because its disk is full.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>Until when it may write all the same; null where that was not asked for.</summary>
    public DateTimeOffset? ReadOnlySuspendedUntil { get; init; }

    /// <summary>How busy the database's machine is.</summary>
    public ProjectLoad? Load { get; init; }

    /// <summary>Number of edge functions that are deployed.</summary>
    public int? FunctionCount { get; init; }
}
