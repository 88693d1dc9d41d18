namespace XmrtOps.Conversations;

/// <summary>An hour of a clock on a wall.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends, or where it was cut.</param>
/// <param name="IsPartial">It was cut.</param>
internal readonly record struct Hour(DateTimeOffset Start, DateTimeOffset End, bool IsPartial);
