namespace XmrtOps.Rollback;

/// <summary>One look at what a rollback led to: it is believed, and not the platform's word for it.</summary>
public sealed record RollbackCheck
{
    /// <summary>What was looked at.</summary>
    public required string Name { get; init; }

    /// <summary>True: as it shall be. False: not so. Null: not measured.</summary>
    public bool? Passed { get; init; }

    /// <summary>What was seen.</summary>
    public required string Reason { get; init; }

    /// <summary>Name and verdict, so that a list of checks reads well.</summary>
    public override string ToString() => $"{Name}: {(Passed is { } passed ? passed.ToString() : "?")}";
}
