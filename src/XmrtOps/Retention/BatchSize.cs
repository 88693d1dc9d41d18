namespace XmrtOps.Retention;

/// <summary>
/// How many rows a batch may take: twice as many while batches take a small part of the target, then more by a fixed step, half as
/// many when one took longer. That gets near the target soon, settles there, and gives way at once when the server gets busy.
/// </summary>
internal sealed class BatchSize(int first, TimeSpan target)
{
    // Below this share of the target there is room for a larger batch.
    private const double Room = 0.75;

    // Below this one twice as large would still be well within it.
    private const double MuchRoom = 0.25;

    private readonly int _step = first;

    /// <summary>Rows of the next batch.</summary>
    public int Current { get; private set; } = first;

    /// <summary>Learns from a batch.</summary>
    /// <param name="duration">What it took.</param>
    /// <param name="rows">How many rows it had: one that found few says little of what many take.</param>
    public void Took(TimeSpan duration, long rows)
    {
        if (duration > target)
        {
            Halve();
        }
        else if (duration < target * Room)
        {
            bool isFarFromIt = duration < target * MuchRoom && rows >= Current / 2;
            Current = Math.Min(Current + (isFarFromIt ? Current : _step), RetentionThresholds.LargestBatch);
        }
    }

    /// <summary>Gives way.</summary>
    public void Halve() => Current = Math.Max(1, Current / 2);
}
