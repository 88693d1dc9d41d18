using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>How one migration would be undone (runbook, "Rollback Procedures").</summary>
public sealed record MigrationUndo
{
    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is known from what undoes it.</summary>
    public required UndoSource Source { get; init; }

    /// <summary>What undoes it, in the order in which it is run, in one transaction.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    /// <summary>Why it cannot be undone, statement by statement; empty where it can.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What has to be so and cannot be seen any more.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What a script opens, or may.</summary>
    public IReadOnlyList<string> Exposures { get; init; } = [];

    /// <summary>Version and name.</summary>
    public override string ToString() => Name is null ? Version : $"{Version}_{Name}";

    internal Migration Migration { get; init; } = null!;

    /// <summary>The script, where there is one.</summary>
    internal DownScript? Script { get; init; }

    /// <summary>What is dropped by it, as far as it was derived.</summary>
    internal IReadOnlyList<SchemaObject> Dropped { get; init; } = [];

    internal IReadOnlyList<ObjectNow> DroppedNow { get; init; } = [];

    /// <summary>What it made that was changed by hand since, as clauses.</summary>
    internal IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>What other migrations made over its columns, which stay, as clauses.</summary>
    internal IReadOnlyList<string> Dependents { get; init; } = [];

    /// <summary>What it made that could not be compared with how it was made, and why, as clauses.</summary>
    internal IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>What of it is run again, which shows that nothing of that was changed since.</summary>
    internal VersionProof Proof { get; init; } = VersionProof.None;
}
