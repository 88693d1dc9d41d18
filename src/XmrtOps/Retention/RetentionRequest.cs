using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>What is to be deleted, as the user said it.</summary>
internal sealed record RetentionRequest
{
    /// <summary>The table; schema public where none is named.</summary>
    public required RelationName Table { get; init; }

    /// <summary>The column that rows are aged by; null: created_at.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The fixed point in time, by the server's clock.</summary>
    public required Func<DateTimeOffset, DateTimeOffset> CutoffAt { get; init; }

    /// <summary>For messages: the parameter of the age, and what was given.</summary>
    public required (string Name, string Text) Age { get; init; }

    /// <summary>How sessions are judged; null where the rows are not sessions.</summary>
    public ActivitySource? Activity { get; init; }

    /// <summary>Deletes rows whose work is not done, too.</summary>
    public bool IncludePending { get; init; }

    /// <summary>Deletes what would be left orphaned, too.</summary>
    public bool IncludeOrphaned { get; init; }

    /// <summary>Goes ahead although DELETE fires triggers or rules.</summary>
    public bool AllowTriggers { get; init; }
}
