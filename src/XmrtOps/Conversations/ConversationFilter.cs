using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>Which conversations are wanted.</summary>
internal sealed record ConversationFilter
{
    public ConversationOrder OrderBy { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<Guid>? Id { get; init; }

    public Wildcard? SessionKey { get; init; }

    /// <summary>Last activity at or after this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Last activity before this.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool IsActive { get; init; }

    public bool IsWithoutMessages { get; init; }

    /// <summary>What refers to sessions that do not exist, in place of sessions.</summary>
    public bool IsOrphaned { get; init; }

    /// <summary>It cannot be answered without seeing the messages.</summary>
    public bool NeedsMessages => Since is not null || Until is not null || IsWithoutMessages;
}
