namespace XmrtOps.Conversations;

/// <summary>What was found without writing, and what is to be tried.</summary>
internal sealed record ConversationLook
{
    public required IReadOnlyList<ConversationTestResult> Results { get; init; }

    public required IReadOnlyList<InsertAttempt> Attempts { get; init; }

    /// <summary>By table; those that do not exist, or could not be looked at, are left out.</summary>
    public required IReadOnlyDictionary<string, TableState> States { get; init; }

    /// <summary>Nothing can be tried here, and why; null: it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>New sessions of the application begin read-only.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Triggers fired by the attempts, for the question.</summary>
    public required IReadOnlyList<string> Effects { get; init; }
}
