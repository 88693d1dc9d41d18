namespace XmrtOps.Functions.Sources;

/// <summary>An environment variable that a script reads.</summary>
/// <param name="Name">Its name; null where that is put together at run time.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="HasDefault">The script has a value of its own for it.</param>
internal sealed record ScriptVariable(string? Name, int Line, bool HasDefault);
