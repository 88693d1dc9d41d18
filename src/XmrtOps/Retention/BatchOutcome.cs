namespace XmrtOps.Retention;

/// <summary>What one committed batch did.</summary>
internal sealed record BatchOutcome
{
    /// <summary>Rows of the table that were deleted.</summary>
    public long Deleted { get; init; }

    /// <summary>Rows that other sessions held.</summary>
    public long Skipped { get; init; }

    /// <summary>Rows that are not what they were when the run began: a message came, or the archive has another version.</summary>
    public long Changed { get; init; }

    /// <summary>Rows of each reference, in the plan's order; null: not counted.</summary>
    public IReadOnlyList<long?> References { get; init; } = [];

    /// <summary>Sessions that waited for this batch's locks at its end.</summary>
    public long Waiters { get; init; }

    /// <summary>From where the next batch goes on; null: the table has been gone through.</summary>
    public LeafPosition? Next { get; init; }
}
