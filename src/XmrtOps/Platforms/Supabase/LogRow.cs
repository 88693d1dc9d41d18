namespace XmrtOps.Platforms.Supabase;

/// <summary>A row of the platform's logs.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Timestamp">UTC, as the engine wrote it; kept as text, to ask for what comes after it to the last digit.</param>
/// <param name="Source">Name of the log, such as function_edge_logs.</param>
/// <param name="Message">Its text.</param>
/// <param name="Attributes">Everything else.</param>
internal sealed record LogRow(
    string Id, string Timestamp, string Source, string Message, IReadOnlyDictionary<string, string> Attributes);
