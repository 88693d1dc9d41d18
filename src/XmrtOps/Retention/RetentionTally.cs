using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>The account of a run: only what was committed.</summary>
internal sealed class RetentionTally(RetentionPlan plan)
{
    private readonly long?[] _references = [.. plan.References.Select(_ => (long?)0)];

    public long Deleted { get; private set; }

    public long Skipped { get; private set; }

    public long Changed { get; private set; }

    /// <summary>Rows of a batch whose commit was not answered, and could not be asked for later.</summary>
    public long Uncertain { get; set; }

    public int Batches { get; private set; }

    public double WorstBatchMs { get; private set; }

    public TimeSpan Paused { get; set; }

    public List<string> Dropped { get; } = [];

    public StopReason StoppedBecause { get; set; }

    /// <summary>What ended the run before its time; null: nothing failed.</summary>
    public XmrtException? Fault { get; set; }

    /// <summary>Why it was paused so long that it ended.</summary>
    public string? Pressure { get; set; }

    /// <summary>Rows of each reference in the plan's order; null: not counted.</summary>
    public IReadOnlyList<long?> References => _references;

    public void Add(BatchOutcome batch, TimeSpan took)
    {
        Deleted += batch.Deleted;
        Skipped += batch.Skipped;
        Changed += batch.Changed;
        Batches++;
        WorstBatchMs = Math.Max(WorstBatchMs, took.TotalMilliseconds);
        for (int i = 0; i < _references.Length && batch.References.Count > 0; i++)
        {
            _references[i] += batch.References[i];
        }
    }

    public void Drop(string partition, long rows, TimeSpan took)
    {
        Deleted += rows;
        Batches++;
        WorstBatchMs = Math.Max(WorstBatchMs, took.TotalMilliseconds);
        Dropped.Add(partition);
    }
}
