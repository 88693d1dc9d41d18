namespace XmrtOps.Conversations;

/// <summary>Which conversations come first.</summary>
public enum ConversationOrder
{
    /// <summary>Those in use last. One look-up in an index for each session that fits.</summary>
    LastActivity,

    /// <summary>The newest sessions. Looks at no message but those of what is shown.</summary>
    Created,

    /// <summary>The sessions whose row was changed last, likewise.</summary>
    Updated,

    /// <summary>Those with most messages. Counts all messages of all sessions that fit.</summary>
    Messages,
}
