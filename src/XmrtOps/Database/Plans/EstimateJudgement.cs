using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Steps that gave many more or many fewer rows than the planner believed.</summary>
internal static class EstimateJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        List<PlanStep> wrong = [.. evidence.Steps.Where(step => IsWrong(step) && evidence.FiltersByColumn(step.Node))];
        HashSet<PlanNode> above = new(
            wrong.SelectMany(step => step.Ancestors).Select(step => step.Node), ReferenceEqualityComparer.Instance);
        // What is above it is wrong because of it.
        return wrong.Where(step => !above.Contains(step.Node)).Select(step => Finding(evidence, step.Node));
    }

    private static bool IsWrong(PlanStep step)
    {
        if (step.Node.ActualRows is not { } actual)
        {
            return false;
        }

        double estimated = step.Node.EstimatedRows;
        double factor = Factor(estimated, actual);
        // Who is stopped before the end could not give all that was expected.
        return factor >= PlanThresholds.MisestimateFactor
            && Math.Max(estimated, actual) * (step.Node.Loops ?? 1) >= PlanThresholds.MisestimateRows
            && !(actual < estimated && MayStopEarly(step));
    }

    private static double Factor(double estimated, double actual) =>
        Math.Max(estimated, actual) / Math.Max(1, Math.Min(estimated, actual));

    private static bool MayStopEarly(PlanStep step)
    {
        PlanStep below = step;
        foreach (PlanStep above in step.Ancestors)
        {
            if (above.Node.NodeType is "Limit" or "Merge Join"
                || (above.Node.JoinType is "Semi" or "Anti" && below.Node.ParentRelationship == "Inner")
                || below.Node.ParentRelationship is "SubPlan" or "InitPlan")
            {
                return true;
            }

            if (above.Node.NodeType is "Sort" or "Hash" or "Aggregate" or "Incremental Sort")
            {
                return false;
            }

            below = above;
        }

        return false;
    }

    private static Finding Finding(PlanEvidence evidence, PlanNode node)
    {
        double factor = Factor(node.EstimatedRows, node.ActualRows!.Value);
        return evidence.Finding(
            "Misestimate",
            Severity.Warning,
            string.Create(
                CultureInfo.CurrentCulture,
                $"{PlanText.Title(node)} gave {node.ActualRows:N0} rows and not {node.EstimatedRows:N0}: {factor:N0} times "
                + $"{(node.ActualRows > node.EstimatedRows ? "more" : "fewer")}."),
            node.Table is null
                ? "ANALYZE the tables below it; where columns depend on each other, CREATE STATISTICS on them."
                : $"ANALYZE {new Data.RelationName(node.Schema, node.Table).ToSql()};") with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["EstimatedRows"] = node.EstimatedRows,
                ["ActualRows"] = node.ActualRows,
                ["Loops"] = node.Loops,
                ["Factor"] = factor,
                ["MisestimateFactor"] = PlanThresholds.MisestimateFactor,
            },
        };
    }
}
