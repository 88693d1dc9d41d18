namespace XmrtOps.Sandbox.Logs;

/// <summary>A column of the result: its name in the reply, and what it gives.</summary>
internal sealed record LogSqlColumn(string Name, LogSqlType Type);
