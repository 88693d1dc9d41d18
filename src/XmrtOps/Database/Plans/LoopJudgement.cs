using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Nested loops over many rows.</summary>
internal static class LoopJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence) => evidence.Steps
        .Where(step => step.Node.NodeType == "Nested Loop")
        .Select(step => Judge(evidence, step))
        .OfType<Finding>();

    private static Finding? Judge(PlanEvidence evidence, PlanStep loop)
    {
        PlanNode? outer = loop.Node.Children.FirstOrDefault(child => child.ParentRelationship == "Outer");
        PlanNode? inner = loop.Node.Children.FirstOrDefault(child => child.ParentRelationship == "Inner");
        if (outer is null || inner is null)
        {
            return null;
        }

        double runs = new PlanStep(outer, loop).Rows;
        double pairs = runs * (Scanned(inner) ?? 0);
        if (runs < PlanThresholds.NestedLoopRows && pairs < PlanThresholds.NestedLoopPairs)
        {
            return null;
        }

        string what = Scanned(inner) is not null && pairs >= PlanThresholds.NestedLoopPairs
            ? string.Create(
                CultureInfo.CurrentCulture,
                $"For each of {runs:N0} rows all rows of {Read(inner)} are tried: {pairs:N0} pairs.")
            : string.Create(CultureInfo.CurrentCulture, $"{PlanText.Title(inner)} is run {runs:N0} times, once for each outer row.");
        return evidence.Finding("NestedLoop", Severity.Warning, what, evidence.FindIndex) with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["OuterRows"] = runs,
                ["Pairs"] = pairs > 0 ? pairs : null,
                ["Inner"] = PlanText.Title(inner),
                ["JoinFilter"] = loop.Node.JoinFilter,
                ["NestedLoopRows"] = PlanThresholds.NestedLoopRows,
                ["NestedLoopPairs"] = PlanThresholds.NestedLoopPairs,
            },
        };
    }

    /// <summary>Rows that each run of the inner side goes through because no index leads to them; null where one does.</summary>
    private static double? Scanned(PlanNode inner) => inner.NodeType switch
    {
        "Seq Scan" => inner.TableRows ?? inner.EstimatedRows,
        "Materialize" => inner.ActualRows ?? inner.EstimatedRows,
        _ => null,
    };

    private static string Read(PlanNode inner) =>
        PlanTree.Flat(inner).Select(node => node.Relation).FirstOrDefault(relation => relation is not null) ?? "the inner side";
}
