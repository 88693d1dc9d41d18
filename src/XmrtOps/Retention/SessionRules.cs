namespace XmrtOps.Retention;

/// <summary>What is known of conversation_sessions and no foreign key tells.</summary>
internal static class SessionRules
{
    /// <summary>Tables that refer to a session by agreement only: their rows stay behind when it goes.</summary>
    public static readonly IReadOnlyList<(string Table, string Column, string SessionColumn)> LooseReferences =
    [
        ("conversation_summaries", "session_id", "id"),
        ("interaction_patterns", "session_key", "session_key"),
    ];

    /// <summary>Further conditions of age beside updated_at.</summary>
    /// <remarks>The newest message is looked up per session, by the index on (session_id, "timestamp"): as a scalar it
    /// cannot become a join that reads all messages for every batch.</remarks>
    public static IReadOnlyList<string> FurtherAge(ActivitySource activity) => activity switch
    {
        ActivitySource.UpdatedAt => ["t.is_active = false"],
        _ =>
        [
            $"""
             coalesce((SELECT max(m."timestamp") FROM public.conversation_messages AS m WHERE m.session_id = t.id), '-infinity')
                 < {RetentionFilter.Cutoff}::timestamptz
             """,
        ],
    };
}
