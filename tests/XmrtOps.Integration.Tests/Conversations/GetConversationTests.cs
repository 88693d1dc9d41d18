using XmrtOps.Conversations;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

public sealed class GetConversationTests(SandboxServer server)
{
    private const string Known =
        """
        ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
        ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
        DELETE FROM public.conversation_sessions;
        INSERT INTO public.conversation_sessions (id, session_key, is_active, created_at, updated_at) VALUES
            ('00000000-0000-0000-0000-000000000001', 'ip-203.0.113.1', true, now() - interval '9 d', now() - interval '9 d'),
            ('00000000-0000-0000-0000-000000000002', 'ip-203.0.113.2', false, now() - interval '8 d', now() - interval '1 h'),
            ('00000000-0000-0000-0000-000000000003', 'ip-203.0.113.*', NULL, now() - interval '7 d', now() - interval '6 d');
        INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
        SELECT '00000000-0000-0000-0000-000000000001', CASE WHEN i % 3 = 0 THEN 'user' ELSE 'assistant' END, 'text',
               now() - i * interval '5 min'
        FROM generate_series(0, 29) i;
        INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
        VALUES ('00000000-0000-0000-0000-000000000003', 'user', 'text', now() - interval '2 d');
        """;

    private static readonly (string Arguments, string Ids)[] s_filters =
    [
        ("-OrderBy Created", "3 2 1"),
        ("-OrderBy Updated", "2 3 1"),
        ("-OrderBy Messages", "1 3 2"),
        ("-Active", "1"),
        ("-WithoutMessages", "2"),
        ("-Since 3d", "1 2 3"),
        ("-Since 1d", "1 2"),
        ("-Until 1d", "3"),
        ("-Since 3d -Until 30m", "2 3"),
        ("-Id 00000000-0000-0000-0000-000000000003", "3"),
        ("ip-203.0.113.?", "1 2 3"),
        ("'ip-203.0.113.`*'", "3"),
        ("ip-203.0.113.2, *.1", "1 2"),
        ("-First 1 -Skip 1", "2"),
    ];

    [Fact]
    public async Task Sessions_come_by_their_last_message_and_not_by_their_last_update()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Known);
        using PwshSession session = database.Connect();

        IReadOnlyList<Conversation> found = session.Run("Get-XmrtConversation").Succeeded().Of<Conversation>();

        Assert.Equal(["ip-203.0.113.1", "ip-203.0.113.2", "ip-203.0.113.*"], found.Select(one => one.SessionKey));
        Assert.Equal([30, 0, 1], found.Select(one => one.MessageCount));
        Assert.Equal([10, 0, 1], found.Select(one => one.UserMessageCount));
        Assert.Equal([ConversationState.Active, ConversationState.Inactive, ConversationState.Unmarked], found.Select(one => one.State));
        Assert.Null(found[1].LastMessageAt);
        Assert.Equal(found[1].UpdatedAt, found[1].LastActivityAt);
        Assert.Equal(found[2].LastMessageAt, found[2].LastActivityAt);
        Assert.All(found, one => Assert.Equal("db", one.Connection));
    }

    [Fact]
    public async Task Sessions_are_filtered_and_ordered()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Known);
        using PwshSession session = database.Connect();

        foreach ((string arguments, string ids) in s_filters)
        {
            Assert.Equal(
                ids.Split(' '),
                session.Run($"Get-XmrtConversation {arguments}").Succeeded().Of<Conversation>().Select(one => one.Id.ToString()![^1..]));
        }
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_an_error_and_the_others_are_returned()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Known);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run(
            "Get-XmrtConversation -Id 00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000009");

        Assert.Equal(["ConversationNotFound"], result.ErrorIds);
        Assert.Single(result.Of<Conversation>());
        Assert.Equal(["InvalidWildcard"], session.Run("Get-XmrtConversation '['").ErrorIds);
        Assert.Equal(["BareNumberAsTime"], session.Run("Get-XmrtConversation -Since 3").ErrorIds);
    }

    [Fact]
    public async Task The_list_says_how_many_there_are()
    {
        await using TestDatabase database = await server.CopyAsync();
        long all = await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtConversation").Succeeded();

        Assert.Equal(20, result.Output.Count);
        Assert.Contains($"Showing 20 of {all:N0} conversations", result.Screen, StringComparison.Ordinal);
        Assert.All(result.Screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Equal((ulong)all, session.Run("Get-XmrtConversation -First 1 -IncludeTotalCount").Succeeded().Output[0]!.BaseObject);
        Assert.Equal(all, session.Run("Get-XmrtConversation -All").Succeeded().Output.Count);
    }

    [Fact]
    public async Task Only_the_messages_of_what_is_shown_are_looked_at()
    {
        await using TestDatabase database = await server.CopyAsync();
        // Whoever reads a message of another session than the newest fails.
        await database.RunAsync(
            """
            ALTER TABLE public.conversation_messages RENAME TO stored_messages;
            CREATE FUNCTION public.only_newest(session uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 1 AS $$
            BEGIN
                IF session <> (SELECT id FROM public.conversation_sessions ORDER BY created_at DESC, id LIMIT 1) THEN
                    RAISE EXCEPTION 'a message of a session that is not shown was read';
                END IF;
                RETURN true;
            END $$;
            CREATE VIEW public.conversation_messages AS
            SELECT * FROM public.stored_messages WHERE public.only_newest(session_id) OFFSET 0;
            GRANT SELECT ON public.conversation_messages TO postgres;
            """);
        using PwshSession session = database.Connect();

        Assert.Contains("DatabaseError", session.Run("Get-XmrtConversation -OrderBy Messages -First 1").ErrorIds);
        await database.RunAsync(
            """
            CREATE OR REPLACE VIEW public.conversation_messages AS
            SELECT * FROM public.stored_messages WHERE public.only_newest(session_id);
            """);

        Assert.Single(session.Run("Get-XmrtConversation -OrderBy Created -First 1").Succeeded().Output);
    }

    [Fact]
    public async Task What_refers_to_sessions_that_do_not_exist_is_listed_apart()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            Known +
            """
            TRUNCATE public.conversation_summaries, public.memory_contexts;
            ALTER TABLE public.conversation_messages DROP CONSTRAINT conversation_messages_session_id_fkey;
            INSERT INTO public.conversation_messages (session_id, message_type, content)
            VALUES ('00000000-0000-0000-0000-00000000000a', 'user', 'lost'), ('00000000-0000-0000-0000-00000000000a', 'user', 'too');
            INSERT INTO public.conversation_summaries (session_id, summary_text)
            VALUES ('00000000-0000-0000-0000-00000000000a', 's'), ('00000000-0000-0000-0000-000000000001', 's');
            INSERT INTO public.memory_contexts (user_id, session_id, content, context_type) VALUES
                ('u', 'local-1764412345678', 'made up by a browser', 'conversation'), ('u', 'ip-203.0.113.1', 'by key', 'conversation'),
                ('u', '00000000-0000-0000-0000-000000000002', 'by id', 'conversation');
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtConversation -Orphaned").Succeeded();

        IReadOnlyList<Conversation> found = result.Of<Conversation>();
        Assert.All(found, one => Assert.Equal(ConversationState.Missing, one.State));
        Conversation lost = Assert.Single(found, one => one.Id is not null);
        Assert.Equal((2L, 1L, 0L), (lost.MessageCount, lost.SummaryCount, lost.MemoryCount));
        Conversation madeUp = Assert.Single(found, one => one.Id is null);
        Assert.Equal(("local-1764412345678", 1L), (madeUp.SessionKey, madeUp.MemoryCount));
        // The names in full, with what refers to them.
        Assert.Contains("(1 summary)", result.Screen, StringComparison.Ordinal);
        Assert.Contains("(1 memory)", result.Screen, StringComparison.Ordinal);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80 && !line.Contains('…', StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task A_role_that_sees_no_row_is_told_so_and_one_that_sees_no_message_gets_no_zero()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        PwshResult blind = session.Run("Get-XmrtConversation").Succeeded();
        Assert.Empty(blind.Output);
        Assert.Contains(blind.Warnings, warning => warning.Contains("hides rows of public.conversation_sessions", StringComparison.Ordinal));

        await database.RunAsync("ALTER TABLE public.conversation_sessions DISABLE ROW LEVEL SECURITY");
        PwshResult half = session.Run("Get-XmrtConversation -First 3").Succeeded();
        Assert.Equal(3, half.Output.Count);
        Assert.All(half.Of<Conversation>(), one => Assert.True(one.MessageCount is null && one.LastActivityAt is null));
        Assert.Contains(half.Warnings, warning => warning.Contains("Messages are not counted", StringComparison.Ordinal));
        Assert.Equal(["ConversationsHidden"], session.Run("Get-XmrtConversation -WithoutMessages").ErrorIds);

        await database.RunAsync("REVOKE SELECT ON public.conversation_sessions FROM app_reader");
        Assert.Equal(["PermissionDenied"], session.Run("Get-XmrtConversation").ErrorIds);
        await database.RunAsync("DROP TABLE public.conversation_sessions CASCADE");
        Assert.Equal(["RelationMissing"], session.Run("Get-XmrtConversation").ErrorIds);
    }
}
