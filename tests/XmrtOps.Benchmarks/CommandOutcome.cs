namespace XmrtOps.Benchmarks;

/// <summary>What a deletion says that ran in another process; times in milliseconds.</summary>
internal sealed record CommandOutcome(long Deleted, bool IsComplete, double WorstBatchMs, double DurationMs);
