namespace XmrtOps.Rollback;

/// <summary>One step of a rollback: what is done to what, and what is different afterwards.</summary>
public sealed record RollbackStep
{
    /// <summary>Its place in the order, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it is done to: a project, a function, a version.</summary>
    public required string Subject { get; init; }

    /// <summary>What is done.</summary>
    public required string Action { get; init; }

    /// <summary>What is different afterwards, each thing as a clause.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The SQL of it; null for what is no SQL.</summary>
    public string? Statement { get; init; }

    /// <summary>It is so already, and nothing is sent.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Number and action, so that a list of steps reads well.</summary>
    public override string ToString() => $"{Number}. {Action}";
}
