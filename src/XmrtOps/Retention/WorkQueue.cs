namespace XmrtOps.Retention;

/// <summary>
/// webhook_logs is two work queues in one table. Rows of the event router have an event_source and are finished by
/// processing_status, while their status stays pending for ever; all others the reverse.
/// </summary>
internal static class WorkQueue
{
    private const string ByStatus = "t.status NOT IN ('pending', 'processing')";

    /// <summary>Rows that a trigger made with an event_source, and that no dispatcher picks up.</summary>
    public const string Stuck = "t.event_source IS NOT NULL AND t.trigger_operation <> 'WEBHOOK'";

    /// <summary>Columns without which it cannot be told what is finished.</summary>
    public static readonly IReadOnlyList<string> Needed = ["status"];

    /// <summary>The columns of the event router are there.</summary>
    public static bool HasRouter(IReadOnlyDictionary<string, string> columns) =>
        columns.ContainsKey("event_source") && columns.ContainsKey("processing_status")
        && columns.ContainsKey("trigger_operation");

    /// <summary>Condition for rows whose work is done, as SQL over the alias t; what is unknown is not done.</summary>
    public static string Finished(bool hasRouter) => hasRouter
        ? $"""
           (CASE WHEN t.event_source IS NULL THEN {ByStatus}
                 ELSE t.processing_status IN ('completed', 'dispatched', 'partial_failure') END) IS TRUE
           """
        : $"({ByStatus}) IS TRUE";
}
