using XmrtOps.Data;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>Why policies let nothing through, with the statement that changes it and the one that takes it back.</summary>
internal static class PolicyRemedies
{
    private const string Visitor = "anon";

    /// <param name="result">What came of the trial.</param>
    /// <param name="table">The table that it was made on.</param>
    /// <param name="lacksClaims">A policy asks for claims that the token of the test did not have. A visitor's never has any; with
    /// a user's token these come first, and no policy is to be changed before.</param>
    public static IEnumerable<Finding> Of(PolicyTestResult result, PolicyFacts table, bool lacksClaims)
    {
        if (result.Outcome is not (PolicyOutcome.Blocked or PolicyOutcome.Partly) || (lacksClaims && result.Role != Visitor))
        {
            yield break;
        }

        string action = result.Action.ToString().ToUpperInvariant();
        RowPolicy[] restrictive = [.. table.Policies.Select(one => one.Policy).Where(policy =>
            !policy.IsPermissive && result.DecidedBy.Contains(policy.Name, StringComparer.Ordinal))];
        foreach (RowPolicy policy in restrictive)
        {
            yield return new Finding
            {
                Code = "RestrictivePolicy",
                Severity = Severity.Warning,
                Reason = $"The restrictive policy \"{policy.Name}\" holds rows back, whatever the others let through.",
                Remedy = $"DROP POLICY {Quoted(policy.Name)} ON {table.Relation.ToSql()};  -- unless it is meant to hold these rows back",
                Undo = Statement(policy, table),
                MeasuredAt = result.MeasuredAt,
            };
        }

        if (restrictive.Length == 0 && result.Outcome == PolicyOutcome.Blocked)
        {
            bool hasNone = result.Probes.Count == 0;
            string name = Quoted($"{result.Role} {action.ToLowerInvariant()}");
            yield return new Finding
            {
                Code = hasNone ? "NoPolicy" : "NoPolicyFits",
                Severity = Severity.Warning,
                Reason = hasNone
                    ? $"No policy of {action} applies to {result.Role}."
                    : "None of the policies that apply lets it through.",
                Remedy = $"CREATE POLICY {name} ON {table.Relation.ToSql()} FOR {action} TO {Quoted(result.Role)} {Conditions(result.Action)};"
                    + "  -- <condition>: which rows it is for; true is all of them",
                Undo = $"DROP POLICY {name} ON {table.Relation.ToSql()};",
                MeasuredAt = result.MeasuredAt,
            };
        }
    }

    private static string Conditions(PolicyCommand action) => action switch
    {
        PolicyCommand.Insert => "WITH CHECK (<condition>)",
        PolicyCommand.Update => "USING (<condition>) WITH CHECK (<condition>)",
        _ => "USING (<condition>)",
    };

    /// <summary>The policy as it was made.</summary>
    private static string Statement(RowPolicy policy, PolicyFacts table) =>
        $"CREATE POLICY {Quoted(policy.Name)} ON {table.Relation.ToSql()}{(policy.IsPermissive ? "" : " AS RESTRICTIVE")} FOR {policy.Command}"
        + $" TO {string.Join(", ", policy.Roles.Select(role => role == "public" ? "PUBLIC" : Quoted(role)))}"
        + (policy.Using is null ? "" : $" USING ({policy.Using})")
        + (policy.Check is null ? "" : $" WITH CHECK ({policy.Check})")
        + ";";

    private static string Quoted(string name) => DatabaseTransaction.QuoteIdentifier(name);
}
