namespace XmrtOps.Rollback.Databases;

/// <summary>How undoing one version went when it was tried.</summary>
public sealed record VersionRehearsal
{
    /// <summary>Its version and name.</summary>
    public required string Version { get; init; }

    /// <summary>Done, Failed, or NotRun where one before it failed.</summary>
    public required RollbackStepState State { get; init; }

    /// <summary>How long its transaction took, in milliseconds; null where it was not run.</summary>
    public double? DurationMs { get; init; }

    /// <summary>What was different in the schema afterwards, for people.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What was different for anon and authenticated afterwards, for people.</summary>
    public IReadOnlyList<string> AccessChanges { get; init; } = [];

    /// <summary>Why it failed; empty where it did not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Version and state, so that a list of them reads well.</summary>
    public override string ToString() => $"{Version}: {State}";
}
