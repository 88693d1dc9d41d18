namespace XmrtOps.Retention;

/// <summary>What a deletion by age did: only what was committed is counted.</summary>
public sealed record RetentionResult
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The table; with its schema unless that is public.</summary>
    public required string Table { get; init; }

    /// <summary>Rows from before this were to go.</summary>
    public required DateTimeOffset Cutoff { get; init; }

    /// <summary>Rows of the table that were deleted.</summary>
    public required long Deleted { get; init; }

    /// <summary>Rows that other sessions held, which stay until the next run.</summary>
    public required long SkippedLocked { get; init; }

    /// <summary>Rows that had changed since the run began (a message came, or the archive has another version), and stay.</summary>
    public required long SkippedChanged { get; init; }

    /// <summary>Rows that are old enough and stay because their work is not done; null: no work queue, or not counted.</summary>
    public long? KeptPending { get; init; }

    /// <summary>Rows of a batch of which it is not known whether it was committed: the server went away at that moment.</summary>
    public required long Uncertain { get; init; }

    /// <summary>What referred to the rows, with the rows that went along, or were left.</summary>
    public required IReadOnlyList<RetentionCascade> Cascades { get; init; }

    /// <summary>Rows of cascades that were deleted.</summary>
    public required long CascadedRows { get; init; }

    /// <summary>Partitions that were dropped as a whole; their rows are in <see cref="Deleted"/>.</summary>
    public required IReadOnlyList<string> DroppedPartitions { get; init; }

    /// <summary>Transactions that it took.</summary>
    public required int Batches { get; init; }

    /// <summary>Longest of them, in milliseconds.</summary>
    public required double WorstBatchMs { get; init; }

    /// <summary>Time spent waiting for others, or throttled, in milliseconds.</summary>
    public required double PausedMs { get; init; }

    /// <summary>From begin to end, in milliseconds.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Why it ended.</summary>
    public required StopReason StoppedBecause { get; init; }

    /// <summary>All that was in range has been gone through.</summary>
    public bool IsComplete => StoppedBecause == StopReason.Completed;

    /// <summary>Where the deleted rows are kept; null: nowhere.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>Rows in the archive, of the table and of its cascades; null without one. Those that were skipped are in it,
    /// too.</summary>
    public long? ArchivedRows { get; init; }

    /// <summary>What was known before.</summary>
    public required RetentionPreview Preview { get; init; }

    /// <summary>What to run next.</summary>
    public required IReadOnlyList<string> Next { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null where none was written.</summary>
    public Guid? JournalId { get; init; }

    /// <summary>The account in a sentence.</summary>
    public override string ToString() => RetentionAccount.Of(this);
}
