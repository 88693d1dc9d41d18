namespace XmrtOps.Retention;

/// <summary>Why a deletion in batches ended. After all but Completed, the same command goes on where it stopped.</summary>
public enum StopReason
{
    /// <summary>All rows in range were gone through.</summary>
    Completed,

    /// <summary>As many rows as -MaximumRows allows were deleted.</summary>
    MaximumRows,

    /// <summary>-MaximumDuration was over.</summary>
    MaximumDuration,

    /// <summary>Ctrl+C, between two batches.</summary>
    Cancelled,

    /// <summary>Three batches in a row did not get their locks.</summary>
    LocksHeld,

    /// <summary>Vacuum, replicas or waiting sessions did not catch up within five minutes.</summary>
    Backpressure,

    /// <summary>An error ended it; it is in the error record.</summary>
    Failed,
}
