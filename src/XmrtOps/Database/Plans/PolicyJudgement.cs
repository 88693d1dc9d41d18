using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>Row level security that asks for the token once for each row.</summary>
internal static class PolicyJudgement
{
    private static readonly string[] s_tokenFunctions = ["uid", "role", "jwt", "email"];

    public static IEnumerable<Finding> Of(PlanEvidence evidence)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (PlanStep step in evidence.Steps)
        {
            double rows = step.RowsExamined;
            if (step.Node is { Filter: { } filter, Relation: { } table }
                && rows >= PlanThresholds.PolicyRows
                && AsksForToken(filter)
                && seen.Add(table))
            {
                yield return evidence.Finding(
                    "RlsFilterCost",
                    Severity.Warning,
                    string.Create(
                        CultureInfo.CurrentCulture,
                        $"A policy of {table} asks for the token's claims anew for each of {rows:N0} rows."),
                    "In the policy write (SELECT auth.uid()) in place of auth.uid(), so that it is asked once; likewise "
                    + "auth.role(), auth.jwt() and current_setting().") with
                {
                    Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                    {
                        ["Table"] = table,
                        ["RowsExamined"] = rows,
                        ["Filter"] = filter,
                        ["PolicyRows"] = PlanThresholds.PolicyRows,
                    },
                };
            }
        }
    }

    /// <summary>
    /// Calls of the token's functions, and what the server makes of them where it can look into them: current_setting() of
    /// the request. Within a sub-select they are not part of the filter but a step of their own.
    /// </summary>
    internal static bool AsksForToken(string filter)
    {
        SqlToken[] tokens = [.. SqlLexer.Tokens(filter).Where(token => token.IsSignificant)];
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i].Is("current_setting") && tokens[i + 1].Is('(') && i + 2 < tokens.Length
                && tokens[i + 2].Text.StartsWith("'request.", StringComparison.Ordinal))
            {
                return true;
            }

            if (tokens[i].Is("auth") && tokens[i + 1].Is('.') && i + 3 < tokens.Length && tokens[i + 3].Is('(')
                && s_tokenFunctions.Contains(tokens[i + 2].Name, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
