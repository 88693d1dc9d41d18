using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>What one step of a plan looks for in one table.</summary>
internal sealed record ScanNeed
{
    public required QueryPlan Plan { get; init; }

    public required PlanNode Node { get; init; }

    public required RelationName Table { get; init; }

    /// <summary>What the plan's expressions call the table.</summary>
    public required string Alias { get; init; }

    /// <summary>Conditions that each row has to satisfy, all of them.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>What rows of other tables are matched by, and how many of these there are.</summary>
    public IReadOnlyList<(Operand Key, double PartnerRows)> Joins { get; init; } = [];

    /// <summary>The order in which the first rows are wanted; empty where the order does not matter, or all rows are.</summary>
    public IReadOnlyList<SortKey> FirstBy { get; init; } = [];

    /// <summary>Rows that the planner expects the step to find in all.</summary>
    public double ExpectedRows { get; init; }
}
