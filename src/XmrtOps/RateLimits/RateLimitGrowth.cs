namespace XmrtOps.RateLimits;

/// <summary>How large the table rate_limits is, which nothing purges, and what becomes of it.</summary>
public sealed record RateLimitGrowth
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Rows, counted one by one.</summary>
    public long Rows { get; init; }

    /// <summary>Rows, indexes and TOAST, in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Oldest row; null when there is none.</summary>
    public DateTimeOffset? OldestAt { get; init; }

    /// <summary>Newest row that is not of the future; null when there is none.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>Rows older than <see cref="RetentionDays"/> days.</summary>
    public long OldRows { get; init; }

    /// <summary>Age from which on rows are of no use, in days: what the remedy deletes.</summary>
    public int RetentionDays { get; init; }

    /// <summary>Rows written a day, on the average of the last seven; 0 when none was written.</summary>
    public double RowsPerDay { get; init; }

    /// <summary>Bytes that a day adds, at the size of the rows that are there; null when there is none.</summary>
    public double? BytesPerDay { get; init; }

    /// <summary>What <see cref="TotalBytes"/> will be in a year if nothing is purged; null when there is no row.</summary>
    public long? ProjectedBytes { get; init; }

    /// <summary>The command that deletes the old rows; null when there are none.</summary>
    public string? Remedy { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
