namespace XmrtOps.Notices;

/// <summary>A step of long work.</summary>
/// <param name="Status">What is being done, for a person.</param>
/// <param name="Percent">0 to 100, or null when it cannot be known.</param>
/// <param name="IsCompleted">The bar can go.</param>
internal sealed record ProgressNotice(string Status, int? Percent = null, bool IsCompleted = false);
