namespace XmrtOps.Rollback.Databases;

/// <summary>A version that was undone, as a manifest keeps it.</summary>
internal sealed record UndoneVersion
{
    public required string Version { get; init; }

    public string? Name { get; init; }

    public required UndoSource Source { get; init; }

    /// <summary>What was run when it was applied.</summary>
    public required IReadOnlyList<string> Applied { get; init; }

    /// <summary>What was run to undo it.</summary>
    public required IReadOnlyList<string> Undone { get; init; }

    /// <summary>The migration that undid it; null where its row was taken out.</summary>
    public string? RevertVersion { get; init; }

    public string? RevertPath { get; init; }

    public required string SchemaBefore { get; init; }

    public required string SchemaAfter { get; init; }

    public required string HistoryBefore { get; init; }

    public required string HistoryAfter { get; init; }

    /// <summary>What is different in the schema, for people.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What is different for anon and authenticated, for people.</summary>
    public IReadOnlyList<string> AccessChanges { get; init; } = [];

    /// <summary>What is advised against and was not there before, for people.</summary>
    public IReadOnlyList<string> NewLints { get; init; } = [];

    /// <summary>What was kept; null: nothing was lost.</summary>
    public string? Archive { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>False: it was about to be committed when this was written; the history tells whether it was.</summary>
    public bool IsCommitted { get; init; }
}
