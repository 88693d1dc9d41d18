namespace XmrtOps.Shell.Arguments;

/// <summary>The command line makes no sense; the message says which part of it.</summary>
internal sealed class UsageException(string message) : Exception(message);
