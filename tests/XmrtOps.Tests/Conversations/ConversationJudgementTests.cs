using XmrtOps.Conversations;

namespace XmrtOps.Tests.Conversations;

public sealed class ConversationJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 4, 1, true, SavingState.Saving)]
    [InlineData(9, 100, 1, null, SavingState.Saving)]
    [InlineData(25, 100, 1, true, SavingState.Saving)]
    [InlineData(0, 4, 100, true, SavingState.Idle)]
    [InlineData(0, 5, 100, false, SavingState.Stale)]
    [InlineData(0, 0, 1500, false, SavingState.Stale)]
    [InlineData(0, 0, null, null, SavingState.Empty)]
    public void What_comes_in_is_judged_by_what_is_usual(long rows, long usual, int? minutesAgo, bool? passed, SavingState state)
    {
        ConversationTestResult result = SavingTest.Judge(
            "conversation_messages",
            TimeSpan.FromHours(1),
            rows,
            [0, 0, 0, usual, usual, usual, usual + 500],
            minutesAgo is { } ago ? s_now.AddMinutes(-ago) : null,
            s_now);

        Assert.Equal((passed, state), (result.Passed, result.State));
        Assert.Equal(passed == true, result.Findings.Count == 0);
        Assert.Equal(passed == true, result.Remedy is null);
    }

    [Theory]
    [InlineData("ip-203.0.113.7", null)]
    [InlineData("ip-2001:db8::1", null)]
    [InlineData("ip-local-1764412345678", null)]
    [InlineData("community_1764412345678_k3j9x0abc", null)]
    [InlineData("local-1764412345678", "SessionNeverSaved")]
    [InlineData("ip-203.0.113.999", "SessionKeyUnknown")]
    [InlineData("ip-local-", "SessionKeyUnknown")]
    [InlineData(" ip-203.0.113.7", "SessionKeyBlank")]
    [InlineData("", "SessionKeyBlank")]
    [InlineData("6f1d3f5c-7a6e-4e55-9d34-1c8e1f0a2b3c", "SessionIdGiven")]
    [InlineData("trusted-client", "SessionKeyUnknown")]
    public void A_key_is_of_a_form_that_the_application_makes(string key, string? code)
    {
        ConversationTestResult result = SessionKeyTest.Judge(key);

        Assert.Equal(code is null, result.Passed);
        Assert.Equal(code, result.Findings.Count == 0 ? null : result.Findings[0].Code);
    }

    [Theory]
    [InlineData("INSERT INTO public.a (b) VALUES (1); UPDATE ONLY \"C d\" SET x = 1; DELETE FROM e.f", "C d a f")]
    [InlineData("INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 2", "a")]
    [InlineData("-- DELETE FROM comments\n PERFORM 'UPDATE texts SET'; SELECT 1 FOR UPDATE OF g", "")]
    [InlineData("MERGE INTO h USING i ON true WHEN MATCHED THEN DELETE", "h")]
    public void Tables_that_a_body_writes_to_are_read_off_it(string body, string tables)
    {
        Assert.Equal(tables, string.Join(' ', FunctionBody.Read(body).Written.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("PERFORM nextval('s')", "Sequence")]
    [InlineData("NOTIFY x", "Notice")]
    [InlineData("PERFORM pg_notify('x', '')", "Notice")]
    [InlineData("EXECUTE format('x')", "Unknown")]
    [InlineData("COPY a TO PROGRAM 'curl'", "External")]
    [InlineData("PERFORM lo_export(1, 'x')", "External")]
    [InlineData("INSERT INTO webhook_logs DEFAULT VALUES", "Queue")]
    [InlineData("PERFORM 'pg_notify(x)' /* EXECUTE */", "")]
    public void What_a_body_does_beyond_tables_is_read_off_it(string body, string kinds)
    {
        Assert.Equal(kinds, string.Join(' ', FunctionBody.Read(body).Effects.Select(effect => effect.Kind)));
    }

    [Fact]
    public void An_access_has_a_remedy_that_is_taken_back_by_its_undo()
    {
        (string? remedy, string? undo) = AccessRemedy.Of(InsertAccess.NoGrant, "conversation_messages", "a\"b");

        Assert.Equal("GRANT INSERT ON public.conversation_messages TO \"a\"\"b\";", remedy);
        Assert.Equal("REVOKE INSERT ON public.conversation_messages FROM \"a\"\"b\";", undo);
        Assert.Equal((null, null), AccessRemedy.Of(InsertAccess.Always, "memory_contexts", "anon"));
    }
}
