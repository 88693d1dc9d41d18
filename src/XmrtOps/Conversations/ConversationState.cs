namespace XmrtOps.Conversations;

/// <summary>Whether the application finds a session again.</summary>
public enum ConversationState
{
    /// <summary>Marked active: it is found by its key.</summary>
    Active,

    /// <summary>Marked inactive: it is not found any more, and its key is still taken.</summary>
    Inactive,

    /// <summary>Not marked at all (NULL), which the application takes for inactive.</summary>
    Unmarked,

    /// <summary>There is no such session: something refers to it all the same.</summary>
    Missing,
}
