namespace XmrtOps.Adapters;

/// <summary>How a program ended whose output is no text.</summary>
/// <param name="ExitCode">0 where it was content.</param>
/// <param name="Output">What it wrote, to the byte.</param>
/// <param name="Error">What it complained of.</param>
public sealed record ProgramBytes(int ExitCode, ReadOnlyMemory<byte> Output, string Error);
