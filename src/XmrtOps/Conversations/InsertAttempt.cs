using XmrtOps.Database.Plans;

namespace XmrtOps.Conversations;

/// <summary>A row to be inserted and taken back.</summary>
internal sealed record InsertAttempt
{
    /// <summary>Table of the schema public.</summary>
    public required string Table { get; init; }

    public required string Role { get; init; }

    public required RoleClaims Claims { get; init; }

    /// <summary>Values by column, as JSON takes them.</summary>
    public required IReadOnlyDictionary<string, object?> Row { get; init; }

    /// <summary>What the result calls it.</summary>
    public required string Subject { get; init; }

    /// <summary>The application writes so: it has to succeed.</summary>
    public bool IsExpected { get; init; }

    /// <summary>Its session_id is that of a session which is made, or found, for the trial.</summary>
    public bool NeedsSession { get; init; }

    /// <summary>The subject of the token is no UUID, which policies that call auth.uid() fail at.</summary>
    public bool HasUnfitSubject { get; init; }

    /// <summary>Why it is not to be tried; null: it is.</summary>
    public string? HeldBack { get; init; }
}
