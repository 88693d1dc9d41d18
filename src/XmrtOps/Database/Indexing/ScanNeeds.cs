using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>Finds the steps of a plan that an index could help, and what they look for.</summary>
internal static class ScanNeeds
{
    // What only hands rows on, and may stand between a table and the step that wants its rows.
    private static readonly HashSet<string> s_transparent = new(StringComparer.Ordinal)
    {
        "Gather", "Gather Merge", "Hash", "Materialize", "Memoize", "Append", "Merge Append", "Result", "LockRows",
        "Bitmap Heap Scan",
    };

    public static List<ScanNeed> Of(QueryPlan plan)
    {
        List<ScanNeed> needs = [];
        if (plan.Root is { } root && plan.TotalCost >= IndexingThresholds.PlanCost)
        {
            Walk(plan, root, [], needs);
        }

        return needs;
    }

    private static void Walk(QueryPlan plan, PlanNode node, List<PlanNode> ancestors, List<ScanNeed> needs)
    {
        if (NeedOf(plan, node, ancestors) is { } need)
        {
            needs.Add(need);
        }

        ancestors.Add(node);
        foreach (PlanNode child in node.Children)
        {
            Walk(plan, child, ancestors, needs);
        }

        ancestors.RemoveAt(ancestors.Count - 1);
    }

    private static ScanNeed? NeedOf(QueryPlan plan, PlanNode node, List<PlanNode> ancestors)
    {
        if (node is not { Schema: { } schema, Table: { } table, Alias: { } alias } || !IsDear(plan, node, ancestors))
        {
            return null;
        }

        string?[] texts = [node.Filter, node.IndexCondition, node.RecheckCondition];
        bool isWhole = node.NodeType == "Seq Scan";
        // An index serves already, and nothing is thrown away after it.
        if (!isWhole && node.Filter is null)
        {
            return null;
        }

        return new ScanNeed
        {
            Plan = plan,
            Node = node,
            Table = new RelationName(schema, table),
            Alias = alias,
            Conditions = [.. texts.OfType<string>().SelectMany(text => ConditionParser.Parse(text).Conjuncts)],
            Joins = isWhole ? JoinsOf(node, alias, ancestors) : [],
            FirstBy = isWhole ? FirstByOf(alias, ancestors) : [],
            ExpectedRows = node.EstimatedRows * ParallelShares(ancestors),
        };
    }

    private static bool IsDear(QueryPlan plan, PlanNode node, List<PlanNode> ancestors) => node.NodeType switch
    {
        // Run again for every row of the other side: the cost is of one run.
        "Seq Scan" => ancestors.Exists(ancestor => ancestor.NodeType == "Nested Loop")
            || WithPartitions(node, ancestors).TotalCost >= plan.TotalCost * IndexingThresholds.StepCostPercent / 100,
        "Index Scan" or "Bitmap Heap Scan" => node.TotalCost >= plan.TotalCost / 2,
        _ => false,
    };

    /// <summary>Of a hundred partitions each alone is cheap.</summary>
    private static PlanNode WithPartitions(PlanNode node, List<PlanNode> ancestors) =>
        ancestors.FindLast(ancestor => ancestor.NodeType is "Append" or "Merge Append") ?? node;

    /// <summary>The planner gives the rows of one process of several: how many there are, as it counts them.</summary>
    private static double ParallelShares(List<PlanNode> ancestors)
    {
        int workers = ancestors.FindLast(ancestor => ancestor.WorkersPlanned is not null)?.WorkersPlanned ?? 0;
        return workers == 0 ? 1 : workers + Math.Max(0, 1 - (0.3 * workers));
    }

    private static List<(Operand Key, double PartnerRows)> JoinsOf(PlanNode node, string alias, List<PlanNode> ancestors)
    {
        List<(Operand, double)> joins = [];
        PlanNode below = node;
        for (int i = ancestors.Count - 1; i >= 0; i--)
        {
            PlanNode join = ancestors[i];
            if (join.JoinType is not null && join.Children.Count == 2)
            {
                PlanNode partner = ReferenceEquals(join.Children[0], below) ? join.Children[1] : join.Children[0];
                joins.AddRange(new[] { join.JoinCondition, join.JoinFilter }
                    .OfType<string>()
                    .SelectMany(text => ConditionParser.Parse(text).Conjuncts)
                    .OfType<Condition.Comparison>()
                    .Where(comparison => comparison is { Operator: "=", IsAnyElement: false })
                    .SelectMany(comparison => new (Operand Own, Operand Other)[]
                    {
                        (comparison.Left, comparison.Right),
                        (comparison.Right, comparison.Left),
                    })
                    .Where(sides => sides.Own.Aliases.SetEquals([alias]) && !sides.Other.Aliases.Contains(alias))
                    .Select(sides => (sides.Own, partner.EstimatedRows)));
            }
            else if (!s_transparent.Contains(join.NodeType) && join.NodeType != "Sort")
            {
                break;
            }

            below = join;
        }

        return joins;
    }

    private static List<SortKey> FirstByOf(string alias, List<PlanNode> ancestors)
    {
        List<SortKey> keys = [];
        for (int i = ancestors.Count - 1; i >= 0; i--)
        {
            PlanNode ancestor = ancestors[i];
            if (ancestor.NodeType == "Limit")
            {
                return keys;
            }

            if (ancestor.NodeType is "Sort" or "Incremental Sort")
            {
                keys = [.. ancestor.SortKey.Select(SortKey.Parse)];
                if (!keys.TrueForAll(key => key.Key.Aliases.SetEquals([alias])))
                {
                    return [];
                }
            }
            else if (!s_transparent.Contains(ancestor.NodeType))
            {
                return [];
            }
        }

        return [];
    }
}
