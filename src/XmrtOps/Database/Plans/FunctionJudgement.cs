using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Conditions that wrap a column, so that an index on the column cannot serve them.</summary>
internal static class FunctionJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (PlanStep step in evidence.Steps)
        {
            PlanNode node = step.Node;
            if (node is not { Filter: { } filter, Schema: { } schema, Table: { } table, TableRows: >= PlanThresholds.LargeTableRows }
                || !evidence.Tables.TryGetValue((schema, table), out TableFacts? facts)
                || (node.NodeType != "Seq Scan" && !(node.RowsRemovedByFilter * node.Loops >= PlanThresholds.LargeTableRows)))
            {
                continue;
            }

            foreach (WrappedColumn wrapped in FilterExpression.WrappedColumns(filter, node.Alias, facts.ColumnTypes))
            {
                if (seen.Add(wrapped.Expression))
                {
                    yield return Finding(evidence, node, wrapped);
                }
            }
        }
    }

    private static Finding Finding(PlanEvidence evidence, PlanNode node, WrappedColumn wrapped) => evidence.Finding(
        "FunctionOnColumn",
        Severity.Warning,
        $"The condition compares {wrapped.Expression} and not {wrapped.Column} itself: no index on {wrapped.Column} can serve it.",
        wrapped.IsCast
            ? $"Compare {wrapped.Column} with a value of its own type ({wrapped.Type}), without the cast of the column."
            : $"Compare {wrapped.Column} itself (a range in place of a rounded time, for example), or make an index on "
                + $"the expression: CREATE INDEX CONCURRENTLY ON {new Data.RelationName(node.Schema, node.Table!).ToSql()} "
                + $"(({wrapped.Expression}));") with
    {
        Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Table"] = node.Relation,
            ["Column"] = wrapped.Column,
            ["ColumnType"] = wrapped.Type,
            ["Expression"] = wrapped.Expression,
            ["Filter"] = node.Filter,
            ["TableRows"] = node.TableRows,
            ["LargeTableRows"] = PlanThresholds.LargeTableRows,
        },
    };
}
