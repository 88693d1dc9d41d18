using System.ComponentModel;
using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Database.Plans;

/// <summary>A plan for people: its tree, the hot step marked, and what was found below it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PlanDisplay
{
    private const int NarrowestWidth = 60;

    // From this width on there is room for the columns that one can do without.
    private const int WideWidth = 120;

    private const int MostDetailLines = 3;

    // Longer trees are for the property Nodes.
    private const int MostLines = 80;

    /// <summary>The whole of it, in lines that fit.</summary>
    /// <param name="plan">A plan.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="warning">What switches to the colour of warnings; may be empty.</param>
    /// <param name="error">What switches to the colour of errors; may be empty.</param>
    /// <param name="reset">What switches back; may be empty.</param>
    public static string Of(QueryPlan? plan, int width, string? warning, string? error, string? reset)
    {
        if (plan is null)
        {
            return "";
        }

        int columns = Math.Max(NarrowestWidth, width - 1);
        List<string> lines = [.. DisplayLines.Of(Display.OneLine(plan.Query ?? "(hidden from this role)", 2 * columns), columns, "")];
        lines.AddRange(DisplayLines.Of(Headline(plan), columns, "  "));
        if (plan.Root is not null)
        {
            lines.Add("");
            lines.AddRange(Tree(plan, columns));
        }

        foreach (Finding finding in plan.Findings)
        {
            string colour = finding.Severity switch
            {
                Severity.Critical => error ?? "",
                Severity.Warning => warning ?? "",
                _ => "",
            };
            lines.Add("");
            lines.AddRange(DisplayLines.Of($"{finding.Severity}: {finding.Code}. {finding.Reason}", columns, "  ").Select((line, i) =>
                i > 0 || colour.Length == 0
                    ? line
                    : $"{colour}{line[..finding.Severity.ToString().Length]}{reset}{line[finding.Severity.ToString().Length..]}"));
            if (finding.Remedy is { } remedy)
            {
                lines.AddRange(DisplayLines.OfRemedy(remedy, columns - 4).Select((line, i) => (i == 0 ? "  > " : "    ") + line));
            }
        }

        return string.Join(Environment.NewLine, lines) + Environment.NewLine;
    }

    private static string Headline(QueryPlan plan)
    {
        if (plan.State != PlanState.Planned)
        {
            return $"  {plan.State}: {plan.Reason}";
        }

        CultureInfo culture = CultureInfo.CurrentCulture;
        string?[] parts =
        [
            plan.IsAnalyzed ? "analyzed" : plan.IsGeneric ? "generic plan, for any values" : "plan",
            string.Create(culture, $"cost {plan.TotalCost:N0}"),
            plan.IsAnalyzed
                ? string.Create(culture, $"{Rows(plan.ActualRows ?? 0)} in {Display.Milliseconds(plan.ExecutionMs)}")
                : string.Create(culture, $"{Rows(plan.EstimatedRows ?? 0)} expected"),
            plan.JitMs is { } jit ? $"compiling {Display.Milliseconds(jit)}" : null,
            plan.Role is { } role ? $"as {role}" : null,
            plan.MeanMs is { } mean ? $"{Display.Milliseconds(mean)} a call" : null,
            $"on {plan.Connection}",
        ];
        return "  " + string.Join(", ", parts.OfType<string>());
    }

    private static IEnumerable<string> Tree(QueryPlan plan, int columns)
    {
        bool isWide = columns >= WideWidth;
        CultureInfo culture = CultureInfo.CurrentCulture;
        string head = plan.IsAnalyzed
            ? isWide ? $"  {"Own",9} {"Total",9} {"Rows",11} {"Expected",11} {"Runs",9} {"Read",9}  " : $"  {"Own",8} {"Rows",9} {"Expected",9}  "
            : isWide ? $"  {"Own cost",11} {"Cost",11} {"Rows",11} {"Width",7}  " : $"  {"Cost",10} {"Rows",10}  ";
        string blank = new(' ', head.Length);
        yield return head + "Step";
        int shown = 0;
        foreach ((PlanNode? node, int left) in Visible(plan.Root!))
        {
            if (shown++ >= MostLines)
            {
                yield return string.Create(culture, $"  … {plan.Nodes.Count:N0} steps in all; the property Nodes has them");
                break;
            }

            if (node is null)
            {
                yield return string.Create(culture, $"{blank}… and {left:N0} more beside it");
                continue;
            }

            string numbers = plan.IsAnalyzed
                ? isWide
                    ? string.Create(culture, $"{Time(node, node.OwnMs),9} {Time(node, node.TotalMs),9} {node.ActualRows,11:N0} {node.EstimatedRows,11:N0} {node.Loops,9:N0} {Display.Bytes(node.SharedBlocksRead * 8192),9}")
                    : string.Create(culture, $"{Time(node, node.OwnMs),8} {node.ActualRows,9:N0} {node.EstimatedRows,9:N0}")
                : isWide
                    ? string.Create(culture, $"{node.OwnCost,11:N0} {node.TotalCost,11:N0} {node.EstimatedRows,11:N0} {node.EstimatedWidthBytes,7:N0}")
                    : string.Create(culture, $"{node.TotalCost,10:N0} {node.EstimatedRows,10:N0}");
            int indent = Math.Min(2 * node.Depth, columns / 3);
            int room = columns - head.Length - indent;
            string subplan = node.SubplanName is { } name ? $"{name}: " : "";
            yield return $"{(node.IsHot ? "> " : "  ")}{numbers}  {new string(' ', indent)}{Display.OneLine(subplan + PlanText.Title(node), room)}";
            foreach (string detail in Details(node))
            {
                // The conditions are what one looks for: they get room, but not all of the window.
                foreach (string line in DisplayLines.Of(Display.OneLine(detail, MostDetailLines * (room - 4)), room - 2, "  "))
                {
                    yield return $"{blank}{new string(' ', indent + 2)}{line}";
                }
            }
        }

        string most = plan.IsAnalyzed ? "takes most time" : "costs most";
        string hot = shown > MostLines && plan.Nodes.FirstOrDefault(step => step.IsHot) is { } hottest
            ? $": {PlanText.Title(hottest)}"
            : "";
        yield return "  " + Display.OneLine($"> the step that {most} by itself{hot}", columns - 2);
    }

    private static string Rows(double rows) =>
        string.Create(CultureInfo.CurrentCulture, $"{rows:N0} row{(rows is > 0.5 and < 1.5 ? "" : "s")}");

    private static string Time(PlanNode node, double? milliseconds) =>
        node.Loops == 0 ? "never" : Display.Milliseconds(milliseconds);

    private static IEnumerable<string> Details(PlanNode node)
    {
        (string Name, string? Text)[] all =
        [
            ("look-up", node.IndexCondition),
            ("match", node.JoinCondition),
            ("join filter", node.JoinFilter),
            ("filter", node.Filter),
            ("by", node.SortKey.Count > 0 ? string.Join(", ", node.SortKey) : null),
            ("groups", node.GroupKey.Count > 0 ? string.Join(", ", node.GroupKey) : null),
            ("thrown away", node.RowsRemovedByFilter is > 0 and var removed
                ? string.Create(CultureInfo.CurrentCulture, $"{removed:N0} rows{(node.Loops > 1 ? " in each run" : "")}")
                : null),
            ("inside", node.NodeType == "Function Scan" && node.FunctionName != "unnest" && node.FunctionName != "generate_series"
                ? "what the function runs is not part of the plan"
                : null),
            ("on disk", node.DiskBytes is > 0 and var bytes ? Display.Bytes(bytes) : null),
        ];
        return all.Where(detail => detail.Text is not null).Select(detail => $"{detail.Name}: {detail.Text}");
    }

    /// <summary>All steps but the many alike: partitions by the thousand.</summary>
    private static IEnumerable<(PlanNode? Node, int Left)> Visible(PlanNode root)
    {
        const int most = 8;
        Stack<(PlanNode? Node, int Left)> open = new([(root, 0)]);
        while (open.TryPop(out (PlanNode? Node, int Left) next))
        {
            yield return next;
            if (next.Node is not { } node)
            {
                continue;
            }

            PlanNode[] shown = node.Children.Count <= most + 2
                ? [.. node.Children]
                : [.. node.Children.Where((child, i) => i < most || PlanTree.Flat(child).Exists(below => below.IsHot))];
            if (shown.Length < node.Children.Count)
            {
                open.Push((null, node.Children.Count - shown.Length));
            }

            foreach (PlanNode child in shown.Reverse())
            {
                open.Push((child, 0));
            }
        }
    }
}
