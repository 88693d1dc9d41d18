using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What is wrong behind the outcome of a trial.</summary>
internal static class PolicyTestFindings
{
    public static IEnumerable<Finding> Of(PolicyTestResult result, PolicyFacts table, PolicyTestRequest request)
    {
        if (!table.RowSecurity && !table.IsView && result.Outcome is PolicyOutcome.Allowed)
        {
            yield return Found(
                result,
                table.Policies.Count > 0 ? "PoliciesNotInForce" : "RlsOff",
                Severity.Critical,
                "Row level security is off: its privileges alone decide.",
                $"ALTER TABLE {table.Relation.ToSql()} ENABLE ROW LEVEL SECURITY;");
        }

        string[] missing = [.. Missing(result, table, request)];
        foreach (Finding finding in PolicyRemedies.Of(result, table, missing.Length > 0))
        {
            yield return finding;
        }

        if (result.SqlState == "42P17")
        {
            yield return Found(
                result,
                "PolicyRecursion",
                Severity.Critical,
                "A policy asks its own table, and so itself, without end.",
                "Ask for it in a SECURITY DEFINER function that the policy calls.");
        }

        if (result.SqlState == "22P02" && table.Policies.Any(one => one.Policy.Claims.Contains("sub", StringComparer.Ordinal)))
        {
            yield return Found(
                result,
                "SubjectNotUuid",
                Severity.Critical,
                "The claim sub is no UUID, and auth.uid() makes it one: policies that use it raise an error in place of refusing.",
                "Use a token of Supabase Auth, or compare (auth.jwt() ->> 'sub') as text.");
        }
        else if (result is { Outcome: PolicyOutcome.Failed, DecidedBy.Count: > 0 })
        {
            yield return Found(
                result, "PolicyRaises", Severity.Critical, $"The policy \"{result.DecidedBy[0]}\" raises an error.", "Correct its condition.");
        }

        foreach (string claim in missing)
        {
            yield return Found(
                result,
                "ClaimMissing",
                Severity.Warning,
                $"A policy asks for the claim '{claim}', which the token of the test does not have.",
                $"Give it: -Claim @{{ {claim} = '…' }}");
        }

        if (result.SequencesAdvanced.Count > 0)
        {
            yield return Found(
                result,
                "SequenceAdvanced",
                Severity.Information,
                $"The sequence of {string.Join(", ", result.SequencesAdvanced)} was moved on, which no rollback takes back.",
                null);
        }
    }

    private static IEnumerable<string> Missing(PolicyTestResult result, PolicyFacts table, PolicyTestRequest request) =>
        result.Outcome is PolicyOutcome.Blocked or PolicyOutcome.Partly or PolicyOutcome.NotMeasured
            ? table.PoliciesOf(result.Role, result.Action)
                .SelectMany(policy => policy.Claims)
                .Distinct(StringComparer.Ordinal)
                .Where(claim => claim != "role" && !request.ClaimNames.Contains(claim))
            : [];

    private static Finding Found(PolicyTestResult result, string code, Severity severity, string reason, string? remedy) => new()
    {
        Code = code,
        Severity = severity,
        Reason = reason,
        Remedy = remedy,
        MeasuredAt = result.MeasuredAt,
    };
}
