namespace XmrtOps.Retention;

/// <summary>
/// How many rows a batch may take: more by a fixed step while batches are quick, half as many when one was not. That
/// settles near the target, and gives way at once when the server gets busy.
/// </summary>
internal sealed class BatchSize(int first, TimeSpan target)
{
    // Below this share of the target there is room for a larger batch.
    private const double Room = 0.75;

    private readonly int _step = first;

    /// <summary>Rows of the next batch.</summary>
    public int Current { get; private set; } = first;

    /// <summary>Learns from a batch.</summary>
    public void Took(TimeSpan duration)
    {
        if (duration > target)
        {
            Halve();
        }
        else if (duration < target * Room)
        {
            Current = Math.Min(Current + _step, RetentionThresholds.LargestBatch);
        }
    }

    /// <summary>Gives way.</summary>
    public void Halve() => Current = Math.Max(1, Current / 2);
}
