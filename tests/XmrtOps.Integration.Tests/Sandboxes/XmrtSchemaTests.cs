using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>The schema behaves as production's does, faults included: other tests rest on that.</summary>
public sealed class XmrtSchemaTests(SandboxServer server)
{
    [Fact]
    public async Task Each_call_of_the_rate_limiter_is_a_row_unless_they_share_a_transaction()
    {
        await using TestDatabase database = await server.CopyAsync();
        for (int call = 0; call < 3; call++)
        {
            await database.RunAsync("SELECT public.increment_rate_limit('apart', '/api')");
        }

        await database.RunAsync(
            "BEGIN; SELECT public.increment_rate_limit('together', '/api'); "
            + "SELECT public.increment_rate_limit('together', '/api'); COMMIT");

        Assert.Equal("3 rows, at most 1", await Counted("apart"));
        Assert.Equal("1 rows, at most 2", await Counted("together"));

        Task<string> Counted(string identifier) => database.ValueAsync<string>(
            "SELECT format('%s rows, at most %s', count(*), max(request_count)) FROM public.rate_limits "
            + $"WHERE identifier = '{identifier}'");
    }

    [Fact]
    public async Task Row_level_security_shows_visitors_nothing_and_lets_them_change_nothing()
    {
        await using TestDatabase database = await server.CopyAsync();

        Assert.Equal("0 true", await AsAnon(
            "SELECT count(*) || ' ' || row_security_active('public.conversation_messages') FROM public.conversation_messages"));
        Assert.Equal("0", await AsAnon("SELECT count(*) FROM public.webhook_logs"));
        Assert.NotEqual("0", await AsAnon("SELECT count(*) FROM public.api_call_logs"));
        Assert.Equal("0", await AsAnon(
            "WITH closed AS (UPDATE public.conversation_sessions SET is_active = false RETURNING 1) SELECT count(*) FROM closed"));
        Assert.Equal("42501", await SqlStateOf(database, "SET ROLE anon; INSERT INTO public.conversation_messages "
            + "(session_id, message_type, content) VALUES (gen_random_uuid(), 'user', 'x')"));
        Assert.Equal("22P02", await SqlStateOf(database, "BEGIN; SET LOCAL ROLE authenticated; "
            + "SET LOCAL request.jwt.claims = '{\"role\":\"authenticated\",\"sub\":\"no-uuid\"}'; "
            + "UPDATE public.memory_contexts SET content = 'x'"));

        Task<string> AsAnon(string sql) => database.ValueAsync<string>($"BEGIN; SET LOCAL ROLE anon; {sql}; ROLLBACK");
    }

    [Fact]
    public async Task The_health_summary_is_half_true_for_a_role_that_rls_blinds()
    {
        await using TestDatabase database = await server.CopyAsync();
        const string summary =
            "SELECT (messages_last_hour > 0) || ' ' || (active_sessions > 0) || ' ' || (recent_function_errors > 0) "
            + "FROM public.system_health_summary";

        Assert.Equal("true true true", await database.ValueAsync<string>(summary));
        // security_invoker came with PostgreSQL 15; an older server shows the owner's truth to everyone.
        bool invoker = await database.ValueAsync<int>("SELECT current_setting('server_version_num')::int") >= 150000;
        Assert.Equal(
            invoker ? "false false true" : "true true true",
            await database.ValueAsync<string>($"BEGIN; SET LOCAL ROLE anon; {summary}; ROLLBACK"));
    }

    [Fact]
    public async Task A_message_counts_in_the_pattern_of_its_session()
    {
        await using TestDatabase database = await server.CopyAsync();
        const string frequency =
            "SELECT frequency FROM public.interaction_patterns WHERE session_key = "
            + "(SELECT session_key FROM public.conversation_sessions ORDER BY created_at LIMIT 1)";
        int before = await database.ValueAsync<int>(frequency);

        await database.RunAsync(
            "INSERT INTO public.conversation_messages (session_id, message_type, content) "
            + "SELECT id, 'user', 'hello' FROM public.conversation_sessions ORDER BY created_at LIMIT 1");

        Assert.Equal(before + 1, await database.ValueAsync<int>(frequency));
    }

    [Fact]
    public async Task A_session_takes_its_children_along_and_leaves_its_summary_behind()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.doomed AS
            SELECT session.id, session.session_key
            FROM public.conversation_sessions AS session
            WHERE EXISTS (SELECT FROM public.conversation_summaries WHERE session_id = session.id)
              AND EXISTS (SELECT FROM public.lead_qualification_signals WHERE session_key = session.session_key)
            ORDER BY session.created_at
            LIMIT 1
            """);
        const string children =
            """
            SELECT format('%s %s %s %s',
                (SELECT count(*) > 0 FROM public.conversation_messages WHERE session_id = doomed.id),
                (SELECT count(*) FROM public.conversation_history WHERE session_id = doomed.id),
                (SELECT count(*) FROM public.lead_qualification_signals WHERE session_key = doomed.session_key),
                (SELECT count(*) FROM public.conversation_summaries WHERE session_id = doomed.id))
            FROM public.doomed
            """;
        Assert.Equal("t 1 1 1", await database.ValueAsync<string>(children));

        await database.RunAsync("DELETE FROM public.conversation_sessions WHERE id = (SELECT id FROM public.doomed)");

        Assert.Equal("f 0 0 1", await database.ValueAsync<string>(children));
    }

    [Fact]
    public async Task A_failed_agent_cannot_be_logged_while_the_settings_are_unset()
    {
        await using TestDatabase database = await server.CopyAsync();

        Assert.Equal("23502", await SqlStateOf(
            database, "INSERT INTO public.eliza_activity_log (activity_type, status) VALUES ('agent_execution', 'failed')"));
        await database.RunAsync(
            "SET app.settings.supabase_url = 'http://127.0.0.1:9'; "
            + "INSERT INTO public.eliza_activity_log (activity_type, status) VALUES ('agent_execution', 'failed')");
        Assert.Equal(1, await database.ValueAsync<int>("SELECT count(*) FROM net.http_request_queue"));
    }

    [Fact]
    public async Task Indexes_are_doubled_and_missing_where_they_are_in_production()
    {
        await using TestDatabase database = await server.CopyAsync();

        Assert.Equal(9, await database.ValueAsync<int>(
            """
            SELECT count(*)
            FROM (
                SELECT
                FROM pg_index AS index
                JOIN pg_class AS relation ON relation.oid = index.indrelid
                WHERE relation.relnamespace = 'public'::regnamespace
                GROUP BY index.indrelid, index.indkey::text, index.indoption::text,
                         coalesce(pg_get_expr(index.indpred, index.indrelid), '')
                HAVING count(*) = 2
            ) AS pair
            """));
        Assert.Equal(0, await Leading("webhook_logs", "created_at"));
        Assert.Equal(0, await Leading("rate_limits", "window_start"));
        Assert.Equal(0, await Leading("conversation_messages", "timestamp"));
        Assert.Equal(0, await Leading("conversation_history", "session_id"));
        Assert.Equal(2, await Leading("conversation_messages", "session_id"));

        Task<int> Leading(string table, string column) => database.ValueAsync<int>(
            "SELECT count(*) FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] "
            + $"WHERE indrelid = 'public.{table}'::regclass AND attname = '{column}'");
    }

    private static async Task<string?> SqlStateOf(TestDatabase database, string sql) =>
        (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => database.RunAsync(sql))).SqlState;
}
