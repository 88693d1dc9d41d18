namespace XmrtOps.Database.Plans;

/// <summary>What a trigger cost while a statement was analyzed.</summary>
public sealed record PlanTrigger
{
    /// <summary>Name of the trigger.</summary>
    public required string Name { get; init; }

    /// <summary>The foreign key or other constraint that it works for; null for a trigger of its own.</summary>
    public string? Constraint { get; init; }

    /// <summary>Table that it is on.</summary>
    public string? Table { get; init; }

    /// <summary>Times it ran.</summary>
    public double Calls { get; init; }

    /// <summary>Time of all calls, in milliseconds.</summary>
    public double TotalMs { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
