using XmrtOps.Rollback.Migrations;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>What undoing migrations would do.</summary>
public sealed record DatabaseRollbackPlan : RollbackPlan
{
    /// <inheritdoc />
    public override RollbackTarget Target => RollbackTarget.Database;

    /// <summary>How the history has it.</summary>
    public required RollbackStyle As { get; init; }

    /// <summary>The migrations, in the order in which they are undone: the newest first.</summary>
    public required IReadOnlyList<MigrationUndo> Migrations { get; init; }

    /// <summary>One of them at least cannot be undone: only restoring a backup brings back what was there.</summary>
    public bool RestoreRequired => Migrations.Any(migration => migration.Source == UndoSource.RestoreRequired);

    /// <summary>The newest moment that a backup brings back; null where none is known.</summary>
    public DateTimeOffset? RestorePointAt { get; init; }

    /// <summary>What restoring that would lose of the tables that are touched, rows deleted since apart; null where no restorable point is
    /// known. A restore loses what was written since to all other tables as well.</summary>
    public IReadOnlyList<WrittenSince>? WrittenSinceRestorePoint { get; init; }

    /// <summary>What anon and authenticated may do now to what is touched.</summary>
    public IReadOnlyList<AccessRight> AccessNow { get; init; } = [];

    /// <summary>What would be different for them. Null where somebody's script is run: it is measured before it is committed, and taken
    /// back where anything is wider.</summary>
    public IReadOnlyList<AccessChange>? AccessChanges { get; init; }

    /// <summary>SHA-256 of the schema that the plan is made for.</summary>
    public string SchemaHash => Schema.Hash;

    internal SchemaFingerprint Schema { get; init; } = new([]);

    internal IReadOnlyList<string> HistoryVersions { get; init; } = [];

    internal IReadOnlyList<TableLoss> TableLosses { get; init; } = [];

    internal MigrationFolder? Folder { get; init; }

    internal bool AllowExposure { get; init; }

    /// <summary>Where the manifest and what is dropped are kept; null: in the state's home.</summary>
    internal string? KeepIn { get; init; }

    /// <summary>What an undo takes back; null: the plan is none.</summary>
    internal RollbackManifest? Manifest { get; init; }

    /// <summary>Where that is.</summary>
    internal string? ManifestFolder { get; init; }
}
