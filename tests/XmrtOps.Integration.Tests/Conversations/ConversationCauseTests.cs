using XmrtOps.Conversations;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

/// <summary>Each cause of unsaved conversations, made, and told apart from the others.</summary>
public sealed class ConversationCauseTests(SandboxServer server)
{
    [Fact]
    public async Task Where_everything_is_right_every_test_passes_and_nothing_is_left_behind()
    {
        await using TestDatabase database = await server.HealthyAsync();
        string before = await database.EverythingAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Test-XmrtConversation").Succeeded();

        IReadOnlyList<ConversationTestResult> tests = result.Of<ConversationTestResult>();
        Assert.All(tests, test => Assert.True(test.Passed, $"{test.Test} {test.Subject}: {test.Reason}"));
        Assert.Equal(9, tests.Count(test => test.Test == ConversationTestKind.Insert));
        Assert.Equal(3, tests.Count(test => test.Test == ConversationTestKind.Saving));
        Assert.Equal("db", tests.Select(test => test.Connection).Distinct().Single());
        Assert.Contains(tests.Of(ConversationTestKind.Triggers, "memory_contexts").Findings, finding => finding.Code == "TriggerQueuesWork");
        Assert.Contains(tests.Of(ConversationTestKind.Policy, "memory_contexts").Findings, finding => finding.Code == "AnybodyMayInsert");
        Assert.Equal(before, await database.EverythingAsync());
        Assert.Empty(result.Prompts);
        Assert.All(result.Screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Equal([true], session.Run("Test-XmrtConversation -Quiet").Succeeded().Output.Select(o => o!.BaseObject));
    }

    [Theory]
    [InlineData("REVOKE INSERT ON public.conversation_messages FROM service_role", "conversation_messages as service_role", "MissingGrant", "GRANT INSERT ON public.conversation_messages TO \"service_role\";")]
    [InlineData("REVOKE USAGE ON SCHEMA public FROM service_role, PUBLIC", "conversation_sessions as service_role", "MissingSchemaUsage", "GRANT USAGE ON SCHEMA public TO \"service_role\";")]
    [InlineData("ALTER TABLE public.conversation_messages ADD CONSTRAINT short_content CHECK (length(content) < 5) NOT VALID", "conversation_messages as service_role", "CheckFails", "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'short_content';")]
    [InlineData("ALTER TABLE public.conversation_sessions ADD COLUMN tenant uuid NOT NULL DEFAULT gen_random_uuid(); ALTER TABLE public.conversation_sessions ALTER COLUMN tenant DROP DEFAULT", "conversation_sessions as service_role", "ValueMissing", "tenant")]
    [InlineData("ALTER TABLE public.conversation_sessions DROP COLUMN metadata", "conversation_sessions as service_role", "ColumnMissing", "supabase db diff")]
    [InlineData("ALTER TABLE public.memory_contexts ADD COLUMN owner uuid; ALTER TABLE public.memory_contexts ALTER COLUMN owner SET DEFAULT '00000000-0000-0000-0000-000000000001', ADD CONSTRAINT owned FOREIGN KEY (owner) REFERENCES auth.users NOT VALID", "memory_contexts as service_role", "ReferenceMissing", null)]
    [InlineData("ALTER TABLE public.memory_contexts ALTER COLUMN session_id TYPE uuid USING gen_random_uuid()", "memory_contexts as service_role", "InvalidFormat", "UUID")]
    [InlineData("CREATE UNIQUE INDEX one_type ON public.conversation_sessions ((metadata ->> 'platform')) WHERE title LIKE '%test by XmrtOps'; INSERT INTO public.conversation_sessions (session_key, title, metadata) VALUES ('x', 'test by XmrtOps', '{\"platform\":\"desktop\"}')", "conversation_sessions as service_role", "SessionKeyTaken", null)]
    [InlineData("ALTER TABLE public.memory_contexts RENAME TO memories", "memory_contexts as service_role", "TableMissing", "migrations")]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "conversation_messages as service_role", "ReadOnly", "Writable")]
    [InlineData("ALTER TABLE public.interaction_patterns ADD CONSTRAINT no_more CHECK (frequency > 100) NOT VALID", "conversation_messages as service_role", "TriggerFails", "track_interaction_pattern")]
    [InlineData("CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$; CREATE TRIGGER refuse BEFORE INSERT ON public.conversation_messages FOR EACH ROW EXECUTE FUNCTION public.refuse()", "conversation_messages as service_role", "TriggerFails", "pg_get_functiondef")]
    [InlineData("CREATE FUNCTION public.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'at the end'; END $$; CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.conversation_sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.late()", "conversation_sessions as service_role", "TriggerFails", "late")]
    public async Task A_refused_insert_says_why(string sql, string subject, string code, string? remedy)
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(sql.Replace("{0}", database.Name, StringComparison.Ordinal));
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult refused = tests.Of(ConversationTestKind.Insert, subject);
        Assert.False(refused.Passed);
        Finding finding = Assert.Single(refused.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(remedy ?? "", finding.Remedy ?? "", StringComparison.Ordinal);
        Assert.NotNull(refused.Evidence["SqlState"]);
        tests.HaveEvidenceAndRemedies();
        Assert.Equal([false], session.Run("Test-XmrtConversation -Quiet").Succeeded().Output.Select(o => o!.BaseObject));
    }

    [Theory]
    [InlineData("ALTER TABLE public.conversation_messages DISABLE ROW LEVEL SECURITY", "PoliciesNotInForce", true)]
    [InlineData("DROP POLICY \"Service role manages sessions\" ON public.conversation_sessions", "RlsWithoutPolicy", true)]
    [InlineData("REVOKE INSERT ON public.memory_contexts FROM service_role", "MissingGrant", false)]
    [InlineData("ALTER TABLE public.memory_contexts RENAME TO memories", "TableMissing", false)]
    public async Task Policies_and_privileges_are_told(string sql, string code, bool passed)
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(sql);
        using PwshSession session = database.Connect();

        ConversationTestResult found = Assert.Single(
            session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>(),
            test => test.Test == ConversationTestKind.Policy && test.Findings.Any(finding => finding.Code == code));

        Assert.Equal(passed, found.Passed);
    }

    [Theory]
    // A policy that is gone, no policy at all, and a policy that wants something else are three things.
    [InlineData("DROP POLICY \"Anyone can insert memories\" ON public.memory_contexts; DROP POLICY \"Users manage their own memories\" ON public.memory_contexts; DROP POLICY \"Users can insert their memories\" ON public.memory_contexts; DROP POLICY \"Service role full access\" ON public.memory_contexts; DROP POLICY \"Service role can manage memory contexts\" ON public.memory_contexts", "NoInsertPolicy")]
    [InlineData("DO $$ DECLARE p text; BEGIN FOR p IN SELECT policyname FROM pg_policies WHERE tablename = 'memory_contexts' LOOP EXECUTE format('DROP POLICY %I ON public.memory_contexts', p); END LOOP; END $$", "RlsWithoutPolicy")]
    [InlineData("CREATE POLICY nobody ON public.memory_contexts AS RESTRICTIVE FOR INSERT WITH CHECK (user_id = 'somebody else')", "RefusedByPolicy")]
    [InlineData("REVOKE INSERT ON public.memory_contexts FROM authenticated", "MissingGrant")]
    public async Task What_keeps_a_signed_in_user_out_is_told_apart(string sql, string code)
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(sql);
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session
            .Run("Test-XmrtConversation -Claim @{ sub = '6f1d3f5c-7a6e-4e55-9d34-1c8e1f0a2b3c' }").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult refused = tests.Of(ConversationTestKind.Insert, "memory_contexts with the token");
        Assert.False(refused.Passed);
        Assert.Equal(code, Assert.Single(refused.Findings).Code);
        tests.HaveEvidenceAndRemedies();
        Assert.True(tests.Of(ConversationTestKind.Insert, "memory_contexts as service_role").Passed);
        Assert.True(tests.Of(ConversationTestKind.Insert, "memory_contexts as authenticated").Passed);
        Assert.False(Assert.Single(
            session.Run("Test-XmrtConversation -Role authenticated").Succeeded().Of<ConversationTestResult>(),
            test => test.Subject == "memory_contexts as authenticated").Passed);
    }

    [Fact]
    public async Task Read_only_mode_is_found_although_the_connection_is_older()
    {
        await using TestDatabase database = await server.HealthyAsync();
        using PwshSession session = database.Connect();
        session.Run("Get-XmrtConversation -First 1").Succeeded();
        await database.RunAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();

        Assert.Equal("ReadOnlyMode", Assert.Single(tests.Of(ConversationTestKind.Writable, "server").Findings).Code);
        Assert.All(
            tests.Where(test => test.Test == ConversationTestKind.Insert && test.Subject.EndsWith("service_role", StringComparison.Ordinal)),
            test => Assert.Equal("ReadOnly", Assert.Single(test.Findings).Code));
    }

    [Fact]
    public async Task Silence_at_hours_that_are_usually_busy_is_stale_and_at_others_idle()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(
            """
            DELETE FROM public.conversation_messages WHERE "timestamp" > now() - interval '8 days 2 hours';
            INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
            SELECT (SELECT id FROM public.conversation_sessions LIMIT 1), 'user', 'x', now() - d * interval '24 h' - interval '30 min'
            FROM generate_series(1, 7) d, generate_series(1, 20);
            UPDATE public.conversation_sessions SET created_at = now() - interval '3 hours' WHERE created_at > now() - interval '8 days 2 hours';
            TRUNCATE public.memory_contexts;
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation -WhatIf").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult messages = tests.Of(ConversationTestKind.Saving, "conversation_messages");
        Assert.Equal((false, SavingState.Stale), (messages.Passed, messages.State));
        Assert.Equal(20L, messages.Evidence["Usual"]);
        ConversationTestResult sessions = tests.Of(ConversationTestKind.Saving, "conversation_sessions");
        Assert.Equal((true, SavingState.Idle), (sessions.Passed, sessions.State));
        ConversationTestResult memories = tests.Of(ConversationTestKind.Saving, "memory_contexts");
        Assert.Equal((null, SavingState.Empty), (memories.Passed, memories.State));
        Assert.Equal(
            SavingState.Saving,
            session.Run("Test-XmrtConversation -WhatIf -Window 1d").Succeeded().Of<ConversationTestResult>()
                .Of(ConversationTestKind.Saving, "conversation_sessions").State);
    }

    [Fact]
    public async Task A_role_that_row_level_security_blinds_measures_nothing_and_proves_nothing()
    {
        await using TestDatabase database = await server.HealthyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult messages = tests.Of(ConversationTestKind.Saving, "conversation_messages");
        Assert.Equal((null, SavingState.HiddenByRls), (messages.Passed, messages.State));
        Assert.All(
            tests.Where(test => test.Test is ConversationTestKind.Insert or ConversationTestKind.KeyClash),
            test => Assert.Null(test.Passed));
        Assert.All(
            tests.Where(test => test.Test is ConversationTestKind.Insert),
            test => Assert.Contains("may not act as", test.Reason, StringComparison.Ordinal));
        Assert.Equal([false], session.Run("Test-XmrtConversation -Quiet").Succeeded().Output.Select(o => o!.BaseObject));
    }

    [Fact]
    public async Task A_lock_of_somebody_else_is_not_waited_for()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.RunAsync("BEGIN; LOCK TABLE public.conversation_messages IN EXCLUSIVE MODE");
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult held = tests.Of(ConversationTestKind.Insert, "conversation_messages as service_role");
        Assert.Null(held.Passed);
        Assert.Equal(("Locked", "Get-XmrtLock"), (Assert.Single(held.Findings).Code, held.Remedy));
        Assert.True(tests.Of(ConversationTestKind.Insert, "memory_contexts as service_role").Passed);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_leaves_nothing_and_proves_nothing()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(
            """
            CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE TRIGGER cut AFTER INSERT ON public.conversation_messages FOR EACH ROW EXECUTE FUNCTION public.cut();
            """);
        string before = await database.EverythingAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Test-XmrtConversation -AllowTriggers -Role service_role");

        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        Assert.Equal(before, await database.EverythingAsync());
        Assert.Equal(
            [false],
            session.Run("Test-XmrtConversation -AllowTriggers -Quiet -ErrorAction Ignore").Output.Select(o => o!.BaseObject));
    }
}
