namespace XmrtOps.Authentication;

/// <summary>What is known before anything is tried.</summary>
/// <param name="Facts">The table and its policies.</param>
/// <param name="Baseline">A role that policies do not hold for, to compare with; null when there is none to take on.</param>
/// <param name="Dangers">What changes set off that no rollback takes back, or that cannot be told; empty: nothing.</param>
internal sealed record PolicyTestPlan(PolicyFacts Facts, string? Baseline, IReadOnlyList<string> Dangers);
