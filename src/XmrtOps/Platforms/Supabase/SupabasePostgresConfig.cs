namespace XmrtOps.Platforms.Supabase;

/// <summary>PostgreSQL's settings that were changed for the project; null is the default of the compute size.</summary>
internal sealed record SupabasePostgresConfig
{
    /// <summary>A number and us, ms, s, min, h or d.</summary>
    public string? StatementTimeout { get; init; }

    public int? MaxConnections { get; init; }

    public string? SharedBuffers { get; init; }

    public string? WorkMem { get; init; }

    public string? EffectiveCacheSize { get; init; }

    public string? MaintenanceWorkMem { get; init; }

    public int? MaxWorkerProcesses { get; init; }

    public int? MaxParallelWorkers { get; init; }

    public string? MaxWalSize { get; init; }

    public string? SessionReplicationRole { get; init; }
}
