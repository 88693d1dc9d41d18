using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>What one version's transaction does.</summary>
internal sealed record VersionWork
{
    /// <summary>The version that is undone, or done again.</summary>
    public required string Version { get; init; }

    /// <summary>In order.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The row of the history.</summary>
    public required HistoryChange History { get; init; }

    /// <summary>What the history has to be before, by <see cref="HistoryToken"/>.</summary>
    public required string HistoryBefore { get; init; }

    /// <summary>What the schema has to be before.</summary>
    public required string SchemaBefore { get; init; }

    /// <summary>The schema of the plan, to name what differs; null where it is not at hand.</summary>
    public SchemaFingerprint? Planned { get; init; }

    /// <summary>What is kept before it is dropped.</summary>
    public IReadOnlyList<TableLoss> Losses { get; init; } = [];

    /// <summary>Where to.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>Where an undo takes rows from; null: there are none.</summary>
    public string? RestoreFrom { get; init; }

    /// <summary>anon and authenticated may reach more afterwards.</summary>
    public bool AllowExposure { get; init; }

    /// <summary>What of the version is run again, which shows that nothing of that was changed by hand since.</summary>
    public VersionProof Proof { get; init; } = VersionProof.None;

    /// <summary>Told what is going to be committed, so that it is known also where the process ends at that moment.</summary>
    public Action<VersionOutcome> BeforeCommit { get; init; } = static _ => { };
}
