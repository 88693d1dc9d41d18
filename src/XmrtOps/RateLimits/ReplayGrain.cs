namespace XmrtOps.RateLimits;

/// <summary>How finely the first pass of a replay counts.</summary>
/// <param name="Hashes">Parts into which the identifiers are divided, a power of two.</param>
/// <param name="Windows">Neighbouring windows that are counted as one.</param>
internal readonly record struct ReplayGrain(int Hashes, int Windows);
