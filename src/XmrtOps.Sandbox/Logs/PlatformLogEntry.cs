namespace XmrtOps.Sandbox.Logs;

/// <summary>One line that a service of the platform has logged.</summary>
/// <param name="Id">Identity of the line.</param>
/// <param name="Timestamp">When it was written.</param>
/// <param name="Source">The log that it belongs to, such as function_edge_logs.</param>
/// <param name="Message">Its text.</param>
/// <param name="Severity">How grave it is, such as ERROR.</param>
/// <param name="Attributes">Its fields by their dotted names; all of them text, as the platform has them.</param>
internal sealed record PlatformLogEntry(
    Guid Id,
    DateTimeOffset Timestamp,
    string Source,
    string Message,
    string Severity,
    IReadOnlyDictionary<string, string> Attributes);
