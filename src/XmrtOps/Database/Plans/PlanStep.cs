namespace XmrtOps.Database.Plans;

/// <summary>A node of a plan and what is above it.</summary>
internal sealed record PlanStep(PlanNode Node, PlanStep? Parent)
{
    // What the leader itself does of the work with 0, 1, 2 … workers: the planner's own assumption.
    private const double LeaderLoss = 0.3;

    public IEnumerable<PlanStep> Ancestors
    {
        get
        {
            for (PlanStep? above = Parent; above is not null; above = above.Parent)
            {
                yield return above;
            }
        }
    }

    /// <summary>Rows that it gives in all its runs: measured, or as the planner expects of one run.</summary>
    public double Rows => Node.Loops is { } loops
        ? (Node.ActualRows ?? 0) * loops
        : Node.EstimatedRows * Processes;

    /// <summary>Rows that it looks at in all its runs.</summary>
    public double RowsExamined => Node.Loops is { } loops
        ? ((Node.ActualRows ?? 0) + (Node.RowsRemovedByFilter ?? 0)) * loops
        : Node.NodeType == "Seq Scan" ? Node.TableRows ?? Rows : Rows;

    /// <summary>It was run and gave what it gave, or was not run but only planned.</summary>
    public bool IsMeasured => Node.Loops is not null;

    // Estimates below a Gather are of one process.
    private double Processes
    {
        get
        {
            double workers = Ancestors.FirstOrDefault(above => above.Node.NodeType is "Gather" or "Gather Merge")
                ?.Node.WorkersPlanned ?? 0;
            return workers + Math.Max(0, 1 - (LeaderLoss * workers));
        }
    }

    /// <summary>All nodes, each before its children.</summary>
    public static List<PlanStep> Of(PlanNode root)
    {
        List<PlanStep> steps = [];
        Stack<PlanStep> open = new([new PlanStep(root, null)]);
        while (open.TryPop(out PlanStep? step))
        {
            steps.Add(step);
            for (int i = step.Node.Children.Count - 1; i >= 0; i--)
            {
                open.Push(new PlanStep(step.Node.Children[i], step));
            }
        }

        return steps;
    }
}
