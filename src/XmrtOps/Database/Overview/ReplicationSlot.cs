namespace XmrtOps.Database.Overview;

/// <summary>A replication slot, which keeps write-ahead log for its reader.</summary>
public sealed record ReplicationSlot
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>physical or logical.</summary>
    public string? Type { get; init; }

    /// <summary>Somebody reads it now.</summary>
    public bool IsActive { get; init; }

    /// <summary>Write-ahead log that it holds back, in bytes; null when it holds none.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>Whether what it needs is still there: reserved, extended, unreserved or lost.</summary>
    public string? WalStatus { get; init; }

    /// <summary>Bytes that can be written before it loses what it needs; null without a limit.</summary>
    public long? SafeWalBytes { get; init; }

    /// <summary>Age of the oldest row versions that vacuum keeps for it, in transactions; null when it keeps none.</summary>
    public long? HorizonAge { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
