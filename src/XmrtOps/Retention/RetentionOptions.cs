namespace XmrtOps.Retention;

/// <summary>How long, how much and how fast.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Longest time that a batch should take.</summary>
    public TimeSpan BatchTarget { get; init; } = RetentionThresholds.BatchTarget;

    /// <summary>Pause after each batch.</summary>
    public TimeSpan Throttle { get; init; }

    /// <summary>No batch begins after that; null: no end.</summary>
    public TimeSpan? MaximumDuration { get; init; }

    /// <summary>Rows of the table itself; null: all.</summary>
    public long? MaximumRows { get; init; }
}
