namespace XmrtOps.Adapters;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 where it was content.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it complained of.</param>
public sealed record ProgramOutcome(int ExitCode, string Output, string Error);
