using XmrtOps.Findings;

namespace XmrtOps.Retention;

/// <summary>What a deletion by age would do. Nothing has been changed.</summary>
public sealed record RetentionPreview
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The table; with its schema unless that is public.</summary>
    public required string Table { get; init; }

    /// <summary>The column that rows are aged by.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Rows from before this would go.</summary>
    public required DateTimeOffset Cutoff { get; init; }

    /// <summary>Which rows go, in a sentence.</summary>
    public required string Criterion { get; init; }

    /// <summary>Rows that would go; null: counting them took longer than a minute.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows of the table altogether, as the statistics know it; null: they know nothing.</summary>
    public long? EstimatedTotalRows { get; init; }

    /// <summary>Time of the oldest row that would go.</summary>
    public DateTimeOffset? OldestAt { get; init; }

    /// <summary>Rows without a time, which never fall due; null: not counted.</summary>
    public long? NullTimeRows { get; init; }

    /// <summary>Rows that are old enough and whose work is not done; null: no work queue, or not counted.</summary>
    public long? PendingRows { get; init; }

    /// <summary>Of these, rows that a trigger made and no dispatcher picks up.</summary>
    public long? StuckRows { get; init; }

    /// <summary>The pending rows are kept.</summary>
    public bool KeepsPending { get; init; }

    /// <summary>What refers to the rows: what goes along, and what stays behind.</summary>
    public required IReadOnlyList<RetentionCascade> Cascades { get; init; }

    /// <summary>Partitions that would be dropped as a whole.</summary>
    public required IReadOnlyList<string> Partitions { get; init; }

    /// <summary>How the rows are found; null where partitions alone are dropped.</summary>
    public RetentionStrategy? Strategy { get; init; }

    /// <summary>Where the rows would be archived before they go; null: nowhere.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>What is to be known before it is done.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>When it was looked at, by the server's clock.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>What would go, in a sentence.</summary>
    public override string ToString() => RetentionWords.Action(this, "rows", maximumRows: null);
}
