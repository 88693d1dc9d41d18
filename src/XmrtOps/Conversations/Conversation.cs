namespace XmrtOps.Conversations;

/// <summary>A session with its messages counted, or what refers to one that does not exist (runbook, chapter 5).</summary>
public sealed record Conversation
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Identifier of the session; null where memories without a session name it by a text only.</summary>
    public Guid? Id { get; init; }

    /// <summary>What the application looks the session up by, such as <c>ip-203.0.113.7</c>; null of a session that does
    /// not exist.</summary>
    public string? SessionKey { get; init; }

    /// <summary>The title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the application would find it.</summary>
    public required ConversationState State { get; init; }

    /// <summary>Messages saved for it; null: they are hidden from the role.</summary>
    public long? MessageCount { get; init; }

    /// <summary>Of these, those that a person wrote; null: hidden.</summary>
    public long? UserMessageCount { get; init; }

    /// <summary>Time of its newest message; null: there is none, or it is hidden.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>When it was last in use: its newest message, or the last change of the session where there is none. Null
    /// where messages are hidden.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>When the session was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the session's row was last changed, which a message does not do.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The profile of who talks, where it is known.</summary>
    public Guid? UserProfileId { get; init; }

    /// <summary>Of a session that does not exist: summaries that refer to it; null otherwise.</summary>
    public long? SummaryCount { get; init; }

    /// <summary>Of a session that does not exist: memories that refer to it; null otherwise.</summary>
    public long? MemoryCount { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }
}
