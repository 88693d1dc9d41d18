namespace XmrtOps.Conversations;

/// <summary>What Test-XmrtConversation looks at.</summary>
public enum ConversationTestKind
{
    /// <summary>Rows come in, as at the same hours of the last days.</summary>
    Saving,

    /// <summary>The server takes changes of the application's sessions at all.</summary>
    Writable,

    /// <summary>Row level security and privileges leave a way to insert.</summary>
    Policy,

    /// <summary>What inserting a row sets off.</summary>
    Triggers,

    /// <summary>No session that is not found any more keeps a visitor's key.</summary>
    KeyClash,

    /// <summary>A row could really be inserted; it was rolled back.</summary>
    Insert,

    /// <summary>The session key is of a form that the application makes.</summary>
    SessionKey,

    /// <summary>The session exists, and the application finds it.</summary>
    Session,

    /// <summary>The message is one that the table takes.</summary>
    Message,

    /// <summary>The token's claims are such that policies can use them, and the user is that of the rows.</summary>
    Claim,
}
