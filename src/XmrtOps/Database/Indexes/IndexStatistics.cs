namespace XmrtOps.Database.Indexes;

/// <summary>How old the server's counters are, and who else may use its indexes.</summary>
internal sealed record IndexStatistics
{
    /// <summary>The server's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the counters were last reset, as far as the server knows.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the server started: all that is known of the counters' age when they were never reset.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>This is a replica: what the primary does is counted there.</summary>
    public bool IsReplica { get; init; }

    /// <summary>Replicas of this server, whose scans are counted there.</summary>
    public long Replicas { get; init; }

    public TimeSpan Age => Now - (Since ?? StartedAt);
}
