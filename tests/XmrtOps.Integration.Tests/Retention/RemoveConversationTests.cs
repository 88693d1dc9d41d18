using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

public sealed class RemoveConversationTests(SandboxServer server)
{
    private const string Unused =
        """
        updated_at < now() - interval '90 days' AND NOT EXISTS (
            SELECT FROM public.conversation_messages m WHERE m.session_id = s.id AND m."timestamp" >= now() - interval '90 days')
        """;

    internal static readonly string[] Tables =
    [
        "conversation_sessions", "conversation_messages", "conversation_history", "lead_qualification_signals",
        "conversation_summaries", "interaction_patterns",
    ];

    [Fact]
    public async Task Unused_sessions_go_with_all_that_is_theirs_and_every_row_is_accounted_for()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("UPDATE cron.job SET database = current_database()");
        long unused = await database.ValueAsync<long>($"SELECT count(*) FROM public.conversation_sessions s WHERE {Unused}");
        Dictionary<string, long> before = await CountAsync(database);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Remove-XmrtConversation 90d", "Yes").Succeeded();

        RetentionResult removed = Assert.Single(result.Of<RetentionResult>());
        Assert.True(unused > 100);
        Assert.Equal(unused, removed.Deleted);
        Assert.Equal(StopReason.Completed, removed.StoppedBecause);
        Dictionary<string, long> after = await CountAsync(database);
        Assert.Equal(before["conversation_sessions"], after["conversation_sessions"] + removed.Deleted);
        Assert.All(
            removed.Cascades.Where(cascade => cascade.IsDeleted),
            cascade => Assert.Equal(before[cascade.Table], after[cascade.Table] + cascade.Rows));
        Assert.Equal(3, removed.Cascades.Count(cascade => cascade.IsDeleted));
        Assert.Equal(removed.CascadedRows, removed.Cascades.Where(cascade => cascade.IsDeleted).Sum(cascade => cascade.Rows));
        Assert.Equal(0, await database.ValueAsync<long>($"SELECT count(*) FROM public.conversation_sessions s WHERE {Unused}"));
        // No key: they stay, as the prompt said.
        Assert.Equal(before["conversation_summaries"], after["conversation_summaries"]);
        Assert.Contains("Left behind without them: ", Assert.Single(result.Prompts).Message, StringComparison.Ordinal);
        Assert.Contains(removed.Preview.Findings, finding => finding.Code == "MissingCascadeIndex"
            && finding.Remedy == "New-XmrtIndex -Table conversation_history -Column session_id");
        Assert.Contains(result.Warnings, warning => warning.StartsWith("The cron job 'hourly-maintenance' (0 * * * *) already deletes", StringComparison.Ordinal));
        Assert.All(
            removed.Preview.Cascades.Zip(removed.Cascades),
            pair => Assert.Equal((pair.First.Table, pair.First.Rows), (pair.Second.Table, pair.Second.Rows)));
    }

    [Fact]
    public async Task Orphans_go_too_when_asked_for()
    {
        await using TestDatabase database = await server.CopyAsync();
        // Those that were orphans before stay what they are.
        long orphansBefore = await OrphansAsync(database);
        Dictionary<string, long> before = await CountAsync(database);
        using PwshSession session = database.Connect();

        RetentionResult removed = Assert.Single(session
            .Run("Remove-XmrtConversation 90d -IncludeOrphaned -Force").Succeeded().Of<RetentionResult>());

        Dictionary<string, long> after = await CountAsync(database);
        Assert.Equal(5, removed.Cascades.Count(cascade => cascade is { IsDeleted: true, Rows: > 0 }));
        Assert.All(removed.Cascades, cascade => Assert.Equal(before[cascade.Table], after[cascade.Table] + cascade.Rows));
        Assert.Equal(orphansBefore, await OrphansAsync(database));
    }

    [Fact]
    public async Task The_runbooks_criterion_is_to_be_had_and_says_what_it_takes_along()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
            ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
            DELETE FROM public.conversation_sessions;
            INSERT INTO public.conversation_sessions (id, session_key, is_active, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', 'used', false, now() - interval '100 days'),
                   ('00000000-0000-0000-0000-000000000002', 'unused', false, now() - interval '100 days'),
                   ('00000000-0000-0000-0000-000000000003', 'active', true, now() - interval '100 days'),
                   ('00000000-0000-0000-0000-000000000004', 'unknown', NULL, now() - interval '100 days'),
                   ('00000000-0000-0000-0000-000000000005', 'new', false, now());
            INSERT INTO public.conversation_messages (session_id, message_type, content)
            VALUES ('00000000-0000-0000-0000-000000000001', 'user', 'still here');
            """);
        using PwshSession session = database.Connect();

        RetentionPreview byUpdate = Assert.Single(session
            .Run("Remove-XmrtConversation 90d -ActivitySource UpdatedAt -WhatIf").Succeeded().Of<RetentionPreview>());
        RetentionResult byMessage = Assert.Single(session.Run("Remove-XmrtConversation 90d -Force").Succeeded().Of<RetentionResult>());
        string left = await database.ValueAsync<string>("SELECT string_agg(session_key, ',' ORDER BY session_key) FROM public.conversation_sessions");
        RetentionResult thenByUpdate = Assert.Single(session
            .Run("Remove-XmrtConversation 90d -ActivitySource UpdatedAt -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal(2, byUpdate.Rows);
        Assert.Contains(byUpdate.Findings, finding => finding.Code == "InUseDeleted");
        Assert.Contains(byMessage.Preview.Findings, finding => finding.Code == "RunbookDiffers");
        Assert.Contains(byMessage.Preview.Findings, finding => finding.Code == "SessionKeyTaken");
        Assert.Equal(3, byMessage.Deleted);
        Assert.Equal("new,used", left);
        Assert.Equal(1, thenByUpdate.Deleted);
        Assert.Equal(1, thenByUpdate.CascadedRows);
    }

    [Fact]
    public async Task A_session_that_is_being_written_to_is_gone_around()
    {
        await using TestDatabase database = await server.CopyAsync();
        long unused = await database.ValueAsync<long>($"SELECT count(*) FROM public.conversation_sessions s WHERE {Unused}");
        using PwshSession session = database.Connect();
        await using SessionLock writer = await SessionLock.TakeAsync(
            server,
            database,
            $"""
             INSERT INTO public.conversation_messages (session_id, message_type, content)
             SELECT s.id, 'user', 'I am back' FROM public.conversation_sessions s WHERE {Unused} ORDER BY s.id LIMIT 1
             """);

        RetentionResult removed = Assert.Single(session.Run("Remove-XmrtConversation 90d -Force").Succeeded().Of<RetentionResult>());
        await writer.RunAsync("COMMIT");

        Assert.Equal((unused - 1, 1), (removed.Deleted, removed.SkippedLocked));
        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages WHERE content = 'I am back'"));
        // It is in use now.
        Assert.Equal(0, Assert.Single(session.Run("Remove-XmrtConversation 90d -Force").Succeeded().Of<RetentionResult>()).Deleted);
    }

    internal static async Task<Dictionary<string, long>> CountAsync(TestDatabase database)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (string table in Tables)
        {
            counts.Add(table, await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}"));
        }

        return counts;
    }

    private static Task<long> OrphansAsync(TestDatabase database) => database.ValueAsync<long>(
        """
        SELECT (SELECT count(*) FROM public.conversation_summaries c WHERE NOT EXISTS (
                   SELECT FROM public.conversation_sessions s WHERE s.id = c.session_id))
             + (SELECT count(*) FROM public.interaction_patterns c WHERE NOT EXISTS (
                   SELECT FROM public.conversation_sessions s WHERE s.session_key = c.session_key))
        """);
}
