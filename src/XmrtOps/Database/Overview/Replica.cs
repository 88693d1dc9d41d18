namespace XmrtOps.Database.Overview;

/// <summary>A standby or another reader of the write-ahead log that is connected.</summary>
public sealed record Replica
{
    /// <summary>What it calls itself; null when hidden from our role.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Where it connects from; null for a local one, or when hidden.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Such as streaming or catchup; null when hidden from our role.</summary>
    public string? State { get; init; }

    /// <summary>Such as async or sync; null when hidden from our role.</summary>
    public string? SyncState { get; init; }

    /// <summary>Write-ahead log that it has not replayed, in bytes; null when hidden or not known.</summary>
    public long? BehindBytes { get; init; }

    /// <summary>How late it replays, in seconds; null when it is idle, hidden or not known.</summary>
    public double? ReplayLagSeconds { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => ApplicationName ?? "(hidden)";
}
