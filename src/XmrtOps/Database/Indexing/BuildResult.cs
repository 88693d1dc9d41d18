namespace XmrtOps.Database.Indexing;

/// <summary>What a build did.</summary>
/// <param name="SizeBytes">Of the index, with its partitions'.</param>
/// <param name="Duration">Of everything, waits included.</param>
/// <param name="Attempts">Runs of CREATE INDEX.</param>
/// <param name="RemovedLeftovers">Invalid indexes of earlier attempts that were dropped first.</param>
internal sealed record BuildResult(long SizeBytes, TimeSpan Duration, int Attempts, int RemovedLeftovers);
