using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Results that grow with the tables.</summary>
internal static class ResultJudgement
{
    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        QueryPlan plan = evidence.Plan;
        if ((plan.RowsPerCall ?? plan.ActualRows) is not (>= PlanThresholds.UnboundedRows and var rows)
            || plan.Root!.NodeType == "ModifyTable"
            || HasLimit(evidence.Text.Tokens))
        {
            yield break;
        }

        yield return evidence.Finding(
            "UnboundedResult",
            Severity.Warning,
            string.Create(
                CultureInfo.CurrentCulture,
                $"{(plan.RowsPerCall is null ? "It" : "A call")} returns {rows:N0} rows{(plan.RowsPerCall is null ? "" : " on average")}, "
                + $"and nothing limits them."),
            "Add a LIMIT, and read on by key (WHERE id > the last one seen ORDER BY id LIMIT 100).") with
        {
            Confidence = Confidence.High,
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["RowsPerCall"] = plan.RowsPerCall,
                ["ActualRows"] = plan.ActualRows,
                ["UnboundedRows"] = PlanThresholds.UnboundedRows,
            },
        };
    }

    /// <summary>The statement itself ends with one; that of a sub-select is another's.</summary>
    internal static bool HasLimit(IReadOnlyList<SqlToken> tokens)
    {
        int depth = 0;
        foreach (SqlToken token in tokens)
        {
            depth += token.Is('(') ? 1 : token.Is(')') ? -1 : 0;
            if (depth == 0 && (token.Is("LIMIT") || token.Is("FETCH")))
            {
                return true;
            }
        }

        return false;
    }
}
