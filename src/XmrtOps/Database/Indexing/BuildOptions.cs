namespace XmrtOps.Database.Indexing;

/// <summary>How patient a build is.</summary>
internal sealed record BuildOptions
{
    /// <summary>Age of a transaction from which on a build does not wait for it by itself.</summary>
    public TimeSpan OldTransaction { get; init; } = IndexingThresholds.OldTransaction;

    /// <summary>Starts all the same, and waits for old transactions.</summary>
    public bool AllowWaiting { get; init; }

    /// <summary>Longest wait for each transaction that is in the way.</summary>
    public TimeSpan Patience { get; init; } = Data.Limits.ConcurrentIndex.Lock;
}
