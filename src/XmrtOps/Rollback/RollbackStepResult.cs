namespace XmrtOps.Rollback;

/// <summary>What became of one step of a rollback.</summary>
public sealed record RollbackStepResult
{
    /// <summary>Its place in the order, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>What was to be done.</summary>
    public required string Action { get; init; }

    /// <summary>What became of it.</summary>
    public required RollbackStepState State { get; init; }

    /// <summary>Why, or what to know about it; empty where nothing has to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was there before; null for nothing.</summary>
    public string? Before { get; init; }

    /// <summary>What is there now; null where it could not be read.</summary>
    public string? After { get; init; }

    /// <summary>How long it took, in milliseconds; null where it was not measured: of migrations it is.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Subject and state, so that a list of steps reads well.</summary>
    public override string ToString() => $"{Subject}: {State}";
}
