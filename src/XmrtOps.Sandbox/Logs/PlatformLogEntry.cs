namespace XmrtOps.Sandbox.Logs;

/// <summary>A row of the platform's logs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Source">The log that it belongs to, such as function_edge_logs.</param>
/// <param name="Message">Its text.</param>
/// <param name="Severity">Its severity; empty where the source knows none.</param>
/// <param name="Attributes">What else is known of it, by the platform's names: response.status_code and so on.</param>
internal sealed record PlatformLogEntry(
    Guid Id,
    DateTimeOffset Timestamp,
    string Source,
    string Message,
    string Severity,
    IReadOnlyDictionary<string, string> Attributes);
