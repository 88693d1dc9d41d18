using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Large tables that are read from end to end.</summary>
internal static class ScanJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        // The partitions of a table are one table to the reader: the largest stands for all.
        foreach (IGrouping<PlanStep, PlanStep> scans in evidence.Steps
            .Where(step => step.Node is { NodeType: "Seq Scan", TableRows: >= PlanThresholds.LargeTableRows })
            .GroupBy(step => step.Parent?.Node.NodeType is "Append" or "Merge Append" ? step.Parent : step))
        {
            PlanStep largest = scans.MaxBy(step => step.Node.TableRows)!;
            if (Judge(evidence, largest, scans.Count() - 1) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private static Finding? Judge(PlanEvidence evidence, PlanStep scan, int others)
    {
        PlanNode node = scan.Node;
        double all = node.TableRows!.Value;
        double kept = scan.Rows;
        string more = others > 0 ? string.Create(CultureInfo.CurrentCulture, $" (and {others:N0} more partitions)") : "";
        if (node.Filter is not null)
        {
            return kept <= all * PlanThresholds.FilteredShare && evidence.FiltersByColumn(node)
                ? Sequential(evidence, scan, kept, PlanThresholds.FilteredShare, string.Create(
                    CultureInfo.CurrentCulture,
                    $"All of the {all:N0} rows of {node.Relation}{more} are read to keep {kept:N0}: no index serves the filter."))
                : null;
        }

        if (Wanted(scan) is { } wanted)
        {
            return wanted <= all * PlanThresholds.WantedShare
                ? Sequential(evidence, scan, wanted, PlanThresholds.WantedShare, string.Create(
                    CultureInfo.CurrentCulture,
                    $"All of the {all:N0} rows of {node.Relation}{more} are read, and {wanted:N0} are left of them."))
                : null;
        }

        if (scan.Ancestors.Any(above => above.Node.NodeType == "Limit" || IsJoin(above.Node)))
        {
            return null;
        }

        return NoPredicate(evidence, scan, all, more);
    }

    private static Finding Sequential(PlanEvidence evidence, PlanStep scan, double kept, double share, string reason) =>
        evidence.Finding("SequentialScan", Severity.Warning, reason, evidence.FindIndex) with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Table"] = scan.Node.Relation,
                ["TableRows"] = scan.Node.TableRows,
                ["KeptRows"] = kept,
                ["Filter"] = scan.Node.Filter,
                ["MaximumShare"] = share,
                ["LargeTableRows"] = PlanThresholds.LargeTableRows,
            },
        };

    private static Finding NoPredicate(PlanEvidence evidence, PlanStep scan, double all, string more)
    {
        PlanNode? change = scan.Ancestors.FirstOrDefault(above => above.Node.NodeType == "ModifyTable")?.Node;
        bool isSummed = scan.Ancestors.Any(above => IsReducing(above.Node));
        string what = change?.Operation is { } operation
            ? $"{operation} of all"
            : isSummed ? "Every call reads all" : "Nothing limits what is read: all";
        return evidence.Finding(
            "NoPredicate",
            change is not null ? Severity.Critical : isSummed ? Severity.Information : Severity.Warning,
            string.Create(CultureInfo.CurrentCulture, $"{what} {all:N0} rows of {scan.Node.Relation}{more}; there is no condition."),
            change is not null
                ? "Add a WHERE, and change rows in batches."
                : isSummed
                    ? "Add a WHERE, or keep the sum in a table or materialized view that is refreshed."
                    : "Add a WHERE or a LIMIT.") with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Table"] = scan.Node.Relation,
                ["TableRows"] = all,
                ["LargeTableRows"] = PlanThresholds.LargeTableRows,
            },
        };
    }

    /// <summary>Rows that a join, or a limit after a sort, leaves of those that were read; null where neither is.</summary>
    private static double? Wanted(PlanStep scan)
    {
        double? wanted = null;
        bool isSorted = false;
        foreach (PlanStep above in scan.Ancestors.TakeWhile(step => !IsReducing(step.Node)))
        {
            isSorted |= above.Node.NodeType == "Sort";
            // A limit without a sort stops the scan early.
            if (IsJoin(above.Node) || (above.Node.NodeType == "Limit" && isSorted))
            {
                wanted = Math.Min(wanted ?? double.MaxValue, above.Rows);
            }
        }

        return wanted;
    }

    private static bool IsJoin(PlanNode node) => node.NodeType is "Hash Join" or "Merge Join" or "Nested Loop";

    private static bool IsReducing(PlanNode node) =>
        node.NodeType is "Aggregate" or "WindowAgg" or "Unique" or "SetOp" or "Group" or "ModifyTable";
}
