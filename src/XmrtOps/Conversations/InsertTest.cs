using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>What an attempt to insert proves.</summary>
internal static class InsertTest
{
    public static ConversationTestResult Judge(InsertOutcome outcome, TableState? state)
    {
        InsertAttempt attempt = outcome.Attempt;
        if (outcome.NotTried is { } why)
        {
            return ConversationTestResult.NotMeasured(ConversationTestKind.Insert, attempt.Subject, $"not tried: {why}", outcome.Remedy);
        }

        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Table"] = attempt.Table,
            ["Role"] = attempt.Role,
            ["Columns"] = attempt.Row.Keys.ToArray(),
            ["SqlState"] = outcome.SqlState,
            ["Message"] = outcome.Message,
            ["Constraint"] = outcome.Constraint,
            ["Column"] = outcome.Column,
            ["Function"] = outcome.Function,
            ["DurationMs"] = Math.Round(outcome.DurationMs, 1),
            ["RolledBack"] = true,
        };
        Finding[] findings =
        [
            .. (outcome.SqlState is null ? Taken(attempt) : [InsertRefusal.Explain(outcome, state)])
                .Select(finding => finding with { Evidence = evidence }),
        ];
        (bool? passed, string reason) = Decide(outcome, findings);
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Insert,
            Subject = attempt.Subject,
            Passed = passed,
            Reason = reason,
            Evidence = evidence,
            Remedy = passed == true ? null : findings[0].Remedy,
            Findings = findings,
        };
    }

    private static (bool? Passed, string Reason) Decide(InsertOutcome outcome, Finding[] findings) =>
        outcome.SqlState switch
        {
            null => (true, "it would be saved"),
            "55P03" or "57014" => (null, findings[0].Reason),
            // Nobody writes so: being kept out is right, whatever keeps it out.
            "42501" when !outcome.Attempt.IsExpected => (true, $"kept out, as only {ConversationTestRequest.Service} writes: {findings[0].Reason}"),
            _ => (false, findings[0].Reason),
        };

    private static IEnumerable<Finding> Taken(InsertAttempt attempt)
    {
        if (!attempt.IsExpected && attempt.Table != ConversationAccess.Memories)
        {
            yield return new Finding
            {
                Code = "OutsiderMayInsert",
                Severity = Severity.Warning,
                Reason = $"{attempt.Role} may insert into {attempt.Table}, which only {ConversationTestRequest.Service} has to",
                Remedy = $"ALTER TABLE public.{attempt.Table} ENABLE ROW LEVEL SECURITY;",
            };
        }
    }
}
