using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>How the server runs a statement, or why that cannot be told, and what is wrong with it.</summary>
public sealed record QueryPlan
{
    /// <summary>Name of the connection it was planned on.</summary>
    public required string Connection { get; init; }

    /// <summary>The statement; null when the role may not see it.</summary>
    public string? Query { get; init; }

    /// <summary>The server's identifier of the statement; null where it is not known.</summary>
    public string? QueryId { get; init; }

    /// <summary>Whether there is a plan.</summary>
    public PlanState State { get; init; }

    /// <summary>Why there is no plan; null where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Planned without the values of its parameters, as for any value.</summary>
    public bool IsGeneric { get; init; }

    /// <summary>The statement was run, so that rows and times are measured and not only estimated.</summary>
    public bool IsAnalyzed { get; init; }

    /// <summary>Role that it was planned as, with its row level security; null: the connection's own.</summary>
    public string? Role { get; init; }

    /// <summary>Cost in the planner's units.</summary>
    public double? TotalCost { get; init; }

    /// <summary>Rows that the planner expects.</summary>
    public double? EstimatedRows { get; init; }

    /// <summary>Rows that it gave; null when it was not analyzed.</summary>
    public double? ActualRows { get; init; }

    /// <summary>Time of planning, in milliseconds.</summary>
    public double? PlanningMs { get; init; }

    /// <summary>Time of running it, in milliseconds; null when it was not analyzed.</summary>
    public double? ExecutionMs { get; init; }

    /// <summary>Time of compiling expressions, in milliseconds; null where nothing was compiled.</summary>
    public double? JitMs { get; init; }

    /// <summary>The last step, with those that feed it; null where there is no plan.</summary>
    public PlanNode? Root { get; init; }

    /// <summary>All steps, in the order of the tree from its top.</summary>
    public IReadOnlyList<PlanNode> Nodes { get; init; } = [];

    /// <summary>Triggers that ran.</summary>
    public IReadOnlyList<PlanTrigger> Triggers { get; init; } = [];

    /// <summary>What is wrong with the plan, most severe first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Time of an average call, in milliseconds, from the SlowQuery that was piped in.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Calls, from the SlowQuery that was piped in.</summary>
    public long? Calls { get; init; }

    /// <summary>Rows of an average call, from the SlowQuery that was piped in.</summary>
    public double? RowsPerCall { get; init; }

    /// <summary>The plan as the server gave it, in JSON; viewers such as PEV2 read it.</summary>
    public string? Json { get; init; }

    /// <summary>When it was planned.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
