using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Rollback;

/// <summary>
/// What a rollback would do, made by looking only (runbook, "Rollback Procedures"). Invoke-XmrtRollback carries it out, and refuses
/// where what it was made for has changed. Each target has a plan of its own that says more.
/// </summary>
public abstract record RollbackPlan
{
    /// <summary>Name of the connection that it is for.</summary>
    public required string Connection { get; init; }

    /// <summary>What is rolled back.</summary>
    public abstract RollbackTarget Target { get; }

    /// <summary>Its name: Vercel's project, the functions, the database.</summary>
    public required string Name { get; init; }

    /// <summary>It takes a rollback back.</summary>
    public bool IsUndo { get; init; }

    /// <summary>What is there now.</summary>
    public required string From { get; init; }

    /// <summary>What would be there afterwards; null where there is nothing to go back to.</summary>
    public string? To { get; init; }

    /// <summary>What would be done, in this order.</summary>
    public IReadOnlyList<RollbackStep> Steps { get; init; } = [];

    /// <summary>What would be lost.</summary>
    public IReadOnlyList<RollbackLoss> Losses { get; init; } = [];

    /// <summary>What says that it is possible, by name.</summary>
    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Why it is not done; empty where nothing speaks against it.</summary>
    public IReadOnlyList<RollbackRefusal> Refusals { get; init; } = [];

    /// <summary>What to know before, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>It is as it shall be already: nothing would be sent.</summary>
    public bool IsSettled { get; init; }

    /// <summary>How long it would take, checks included, in seconds: an estimate; null where there is none.</summary>
    public double? EstimatedDurationSeconds { get; init; }

    /// <summary>How long users would notice it, in seconds: an estimate; null where there is none.</summary>
    public double? EstimatedInterruptionSeconds { get; init; }

    /// <summary>What takes it back, once it is done; null where nothing does.</summary>
    public string? Undo { get; init; }

    /// <summary>Digest of the state that it is made for: it is carried out for no other.</summary>
    public string StateHash => RollbackState.Hash(State);

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the digest is of, by name, so that what has changed can be told.</summary>
    internal IReadOnlyDictionary<string, string?> State { get; init; } = ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>The platform's own identifier of the system, or host and database: names can be the same for two.</summary>
    internal string SystemId { get; init; } = "";

    /// <summary>The rollback that this takes back.</summary>
    internal JournaledRollback? Undoes { get; init; }

    /// <summary>What it is, in one line.</summary>
    public sealed override string ToString() => RollbackWords.Describe(this);
}
