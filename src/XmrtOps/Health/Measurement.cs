namespace XmrtOps.Health;

/// <summary>What one source gave, or why it gave nothing.</summary>
/// <param name="Source">Name of the source, for evidence.</param>
/// <param name="Value">The numbers; null when they could not be had.</param>
/// <param name="Reason">Why they could not be had.</param>
/// <param name="Remedy">What would make them to be had, where it is known.</param>
internal sealed record Measurement<T>(string Source, T? Value, string? Reason = null, string? Remedy = null)
    where T : class;
