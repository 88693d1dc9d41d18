namespace XmrtOps.Testing;

/// <summary>How a run of `xmrtops` ended, and what it wrote to standard output and error.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
