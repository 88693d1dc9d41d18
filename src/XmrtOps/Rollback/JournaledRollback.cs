using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>A rollback as the journal keeps it: what has to be known to judge it and to take it back.</summary>
internal sealed record JournaledRollback
{
    /// <summary>Key of the entry of the whole: what is rolled back.</summary>
    public const string TargetKey = "RollbackTarget";

    public const string SystemKey = "RollbackSystem";

    public const string NameKey = "RollbackName";

    public const string FromKey = "RollbackFrom";

    public const string ToKey = "RollbackTo";

    /// <summary>Key of a step's entry: the entry of the whole.</summary>
    public const string WholeKey = "RollbackId";

    public const string StepKey = "RollbackStep";

    public const string SubjectKey = "RollbackSubject";

    /// <summary>Key of an undo: what it takes back.</summary>
    public const string UndoesKey = "RollbackUndone";

    /// <summary>Null where no journal is kept.</summary>
    public Guid? Id { get; init; }

    public required RollbackTarget Target { get; init; }

    public required string Connection { get; init; }

    /// <summary>The system's own identifier: see <see cref="RollbackPlan.SystemId"/>.</summary>
    public required string SystemId { get; init; }

    public required string Name { get; init; }

    public required string From { get; init; }

    public string? To { get; init; }

    public JournalState State { get; init; }

    public DateTimeOffset BegunAt { get; init; }

    public required string UserName { get; init; }

    /// <summary>What was journaled with it.</summary>
    public required IReadOnlyDictionary<string, string?> Parameters { get; init; }

    /// <summary>The steps that were begun.</summary>
    public IReadOnlyList<JournaledStep> Steps { get; init; } = [];

    /// <summary>It has changed something, or may have.</summary>
    public bool HasChanged => State != JournalState.Running && Steps.Any(step => step.State is not (JournalState.Failed or JournalState.Cancelled));

    /// <summary>A later undo has taken it back.</summary>
    public bool IsUndone { get; init; }
}
