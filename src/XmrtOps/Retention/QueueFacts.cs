namespace XmrtOps.Retention;

/// <summary>The table is a work queue.</summary>
/// <param name="HasRouter">The event router's columns are there.</param>
/// <param name="IsKept">Pending rows stay.</param>
internal sealed record QueueFacts(bool HasRouter, bool IsKept);
