namespace XmrtOps.Rollback.Databases;

/// <summary>How a rollback of the database went when it was tried, by Invoke-XmrtRollback -DryRun (runbook, "Rollback Procedures").
/// Nothing of it is there any more.</summary>
public sealed record RollbackRehearsal
{
    /// <summary>Name of the connection of the database that it was tried for.</summary>
    public required string Connection { get; init; }

    /// <summary>Host, port and name of that database.</summary>
    public required string Name { get; init; }

    /// <summary>It was a dry run, which no field else of it may be taken for.</summary>
    public bool IsDryRun { get; } = true;

    /// <summary>Where it was tried.</summary>
    public required RehearsalPlace Place { get; init; }

    /// <summary>Every version was undone, and no check failed.</summary>
    public bool Passed =>
        Versions.All(version => version.State == RollbackStepState.Done) && Checks.All(check => check.Passed != false);

    /// <summary>What failed first; empty where nothing did.</summary>
    public string Problem =>
        Versions.Where(version => version.State == RollbackStepState.Failed).Select(version => $"{version.Version}: {version.Reason}")
            .Concat(Checks.Where(check => check.Passed == false).Select(check => $"{check.Name}: {check.Reason}"))
            .FirstOrDefault() ?? "";

    /// <summary>What is there now.</summary>
    public required string From { get; init; }

    /// <summary>What would be there afterwards.</summary>
    public string? To { get; init; }

    /// <summary>The versions in the order in which they were undone.</summary>
    public IReadOnlyList<VersionRehearsal> Versions { get; init; } = [];

    /// <summary>What was compared. What could not be is null, with the reason.</summary>
    public IReadOnlyList<RollbackCheck> Checks { get; init; } = [];

    /// <summary>What speaks against doing it, each with the switch that allows it.</summary>
    public IReadOnlyList<RollbackRefusal> Refusals { get; init; } = [];

    /// <summary>What stays of it on the database although it was rolled back; empty for a scratch copy.</summary>
    public IReadOnlyList<string> Survives { get; init; } = [];

    /// <summary>Rows that the scratch copy was given; null where there was none.</summary>
    public long? CopiedRows { get; init; }

    /// <summary>How long making the scratch copy took, in seconds; null where there was none.</summary>
    public double? CopyDurationSeconds { get; init; }

    /// <summary>How long all of it took, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Entry of the journal of what was tried on the database itself; null for a scratch copy.</summary>
    public Guid? JournalId { get; init; }
}
