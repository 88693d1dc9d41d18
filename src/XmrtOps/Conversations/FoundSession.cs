namespace XmrtOps.Conversations;

/// <summary>The session that a key leads to.</summary>
internal sealed record FoundSession(
    Guid Id, bool? IsActive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long? Messages, DateTimeOffset? LastMessageAt);
