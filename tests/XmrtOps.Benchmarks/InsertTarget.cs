namespace XmrtOps.Benchmarks;

/// <summary>Where an application inserts what.</summary>
internal sealed record InsertTarget(BenchmarkDatabase Database, string Insert);
