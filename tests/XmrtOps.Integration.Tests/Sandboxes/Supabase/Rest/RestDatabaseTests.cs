using System.Data.Common;
using System.Text.Json.Nodes;
using XmrtOps.Integration.Tests.Support;
using Answer = XmrtOps.Integration.Tests.Sandboxes.Supabase.SupabaseStandIn.Answer;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>How the service deals with its database: settings in it, the schema cache, transactions, and its absence.</summary>
public sealed class RestDatabaseTests(SandboxServer server) : IAsyncLifetime
{
    private const string Schema = """
        CREATE TABLE public.things (id int PRIMARY KEY);
        CREATE FUNCTION public.told(name text) RETURNS text LANGUAGE sql STABLE AS 'SELECT current_setting(name, true)';
        CREATE FUNCTION public.who() RETURNS TABLE (role text, session text) LANGUAGE sql STABLE AS 'SELECT current_user::text, session_user::text';
        """;

    private RestProject? _project;

    private RestProject Project => _project!;

    public async ValueTask InitializeAsync() => _project = await RestProject.StartAsync(server, Schema);

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    [Fact]
    public async Task The_schema_is_that_of_the_last_load()
    {
        int before = (await Project.ServiceAsync("GET", "later")).Status;
        await Project.Database.RunAsync("SET ROLE postgres; CREATE TABLE public.later (id int); ALTER TABLE public.things ADD COLUMN fresh int");
        Answer unknown = await Project.ServiceAsync("GET", "later");
        Answer column = await Project.ServiceAsync("POST", "things", new { id = 1, fresh = 2 });
        await Project.Database.RunAsync("NOTIFY pgrst, 'reload config'");
        Answer still = await Project.ServiceAsync("GET", "later");
        await Project.Database.RunAsync("NOTIFY pgrst, 'reload schema'");
        Answer known = await Project.ServiceAsync("GET", "later");
        Answer written = await Project.ServiceAsync("POST", "things", new { id = 1, fresh = 2 });
        await Project.Database.RunAsync("DROP TABLE public.later");
        Answer gone = await Project.ServiceAsync("GET", "later");
        await Project.Database.RunAsync("NOTIFY pgrst");
        Answer forgotten = await Project.ServiceAsync("GET", "later");

        Assert.Equal((404, "PGRST205"), (before, unknown.Code));
        Assert.Equal((400, "PGRST204"), (column.Status, column.Code));
        Assert.Equal("PGRST205", still.Code);
        Assert.Equal((200, 201), (known.Status, written.Status));
        Assert.Equal((404, "42P01"), (gone.Status, gone.Code));
        Assert.Equal((404, "PGRST205"), (forgotten.Status, forgotten.Code));
    }

    [Fact]
    public async Task Schemas_are_exposed_as_the_platform_or_the_database_says()
    {
        await Project.Database.RunAsync("""
            SET ROLE postgres;
            CREATE SCHEMA second; GRANT USAGE ON SCHEMA second TO anon;
            CREATE TABLE second."inner" (id int); GRANT SELECT ON second."inner" TO anon;
            """);
        (string, string) profile = ("Accept-Profile", "second");
        Answer hidden = await Project.AnonAsync("GET", "inner", null, profile);
        await Project.StandIn.AskAsync("PATCH", "/postgrest", new { db_schema = "public, second" });
        Answer shown = await Project.AnonAsync("GET", "inner", null, profile);
        await Project.Database.RunAsync(
            $"ALTER ROLE authenticator IN DATABASE {Project.Database.Name} SET pgrst.db_schemas = 'second'; NOTIFY pgrst");
        Answer only = await Project.AnonAsync("GET", "inner");
        Answer gone = await Project.AnonAsync("GET", "things");

        Assert.Equal((406, "PGRST106"), (hidden.Status, hidden.Code));
        Assert.Equal((200, "second"), (shown.Status, shown.Headers["Content-Profile"]));
        Assert.Equal(200, only.Status);
        Assert.Equal((404, "Could not find the table 'second.things' in the schema cache"), (gone.Status, gone.Message));
    }

    [Fact]
    public async Task The_transaction_is_told_of_the_request()
    {
        Answer who = await Project.AnonAsync("POST", "rpc/who", "{}");
        string path = await ToldAsync("request.path");
        string method = await ToldAsync("request.method");
        string claims = await ToldAsync("request.jwt.claims");
        string headers = await ToldAsync("request.headers");
        string cookies = await ToldAsync("request.cookies");
        string searchPath = await ToldAsync("search_path");
        string readOnly = await ToldAsync("transaction_read_only");
        Answer get = await Project.AnonAsync("GET", "rpc/told?name=transaction_read_only");

        Assert.Equal("""[{"role":"anon","session":"authenticator"}]""", who.Text);
        Assert.Equal(("/rpc/told", "POST"), (path, method));
        Assert.Contains("\"sub\":\"11111111-1111-4111-8111-111111111111\"", claims, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"authenticated\"", claims, StringComparison.Ordinal);
        Assert.Contains("\"x-forwarded-for\":\"127.0.0.1\"", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", headers, StringComparison.Ordinal);
        Assert.Equal("""{"a":"secret"}""", cookies);
        Assert.Equal("\"public\", \"public\", \"extensions\"", searchPath);
        Assert.Equal(("on", "\"on\""), (readOnly, get.Text));

        async Task<string> ToldAsync(string name) => (string)(await Project.UserAsync(
            "POST", "rpc/told", new { name }, ("Cookie", "a=secret"))).Json!;
    }

    [Fact]
    public async Task Each_role_has_its_own_time_limit()
    {
        Assert.Equal("\"3s\"", (await Project.AnonAsync("GET", "rpc/told?name=statement_timeout")).Text);
        Assert.Equal("\"8s\"", (await Project.UserAsync("GET", "rpc/told?name=statement_timeout")).Text);
        Assert.Equal("\"8s\"", (await Project.ServiceAsync("GET", "rpc/told?name=lock_timeout")).Text);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_cancelled()
    {
        await HookAsync("PERFORM set_config('statement_timeout', '20ms', true)");
        await Project.Database.RunAsync(
            "SET ROLE postgres; CREATE FUNCTION public.slow() RETURNS void LANGUAGE sql AS 'SELECT pg_sleep(60)'; NOTIFY pgrst");

        Answer answer = await Project.AnonAsync("POST", "rpc/slow");

        Assert.Equal((500, "57014", "canceling statement due to statement timeout"), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task The_function_before_each_request_may_refuse_it()
    {
        int before = (await Project.AnonAsync("GET", "things")).Status;
        await HookAsync("RAISE SQLSTATE 'PT429' USING MESSAGE = 'Too many requests', HINT = 'Wait a minute'", reload: false);
        int notYet = (await Project.AnonAsync("GET", "things")).Status;
        await Project.Database.RunAsync("NOTIFY pgrst, 'reload config'");
        Answer refused = await Project.AnonAsync("GET", "things");

        Assert.Equal((200, 200), (before, notYet));
        Assert.Equal((429, "PT429", "Too many requests", "Wait a minute"), (
            refused.Status, refused.Code, refused.Message, (string?)refused.Json["hint"]));
    }

    [Fact]
    public async Task It_may_say_the_whole_answer()
    {
        await HookAsync("""
            RAISE SQLSTATE 'PGRST' USING
                MESSAGE = '{"code":"123","message":"Payment required","details":"None","hint":"Pay"}',
                DETAIL = '{"status":402,"headers":{"X-Powered-By":"Nerds"}}'
            """);
        Answer whole = await Project.AnonAsync("GET", "things");
        await HookAsync("RAISE SQLSTATE 'PGRST' USING MESSAGE = 'no JSON'");
        Answer broken = await Project.AnonAsync("GET", "things");
        await HookAsync("""PERFORM set_config('response.headers', '[{"X-Own":"yes"},{"Cache-Control":"no-store"}]', true), set_config('response.status', '418', true)""");
        Answer own = await Project.AnonAsync("GET", "things");
        await HookAsync("PERFORM set_config('response.headers', 'x', true)");
        Answer headers = await Project.AnonAsync("GET", "things");
        await HookAsync("PERFORM set_config('response.status', 'x', true)");
        Answer status = await Project.AnonAsync("GET", "things");
        await HookAsync("RAISE EXCEPTION 'plainly no'");
        Answer plain = await Project.AnonAsync("GET", "things");
        await HookAsync("PERFORM 1 / 0");
        Answer division = await Project.AnonAsync("GET", "things");

        Assert.Equal((402, "123", "Payment required", "Nerds"), (whole.Status, whole.Code, whole.Message, whole.Headers["X-Powered-By"]));
        Assert.Equal((500, "PGRST121"), (broken.Status, broken.Code));
        Assert.Equal((418, "yes", "[]"), (own.Status, own.Headers["X-Own"], own.Text));
        Assert.Equal((500, "PGRST111"), (headers.Status, headers.Code));
        Assert.Equal((500, "PGRST112"), (status.Status, status.Code));
        Assert.Equal((400, "P0001", "plainly no"), (plain.Status, plain.Code, plain.Message));
        Assert.Equal((400, "22012"), (division.Status, division.Code));
    }

    [Fact]
    public async Task Writing_stops_where_the_transaction_itself_is_read_only_and_nowhere_else()
    {
        await HookAsync("""
            IF current_setting('request.headers')::json ->> 'x-block' = 'yes' THEN
                PERFORM set_config('transaction_read_only', 'on', true);
            END IF
            """);
        await Project.Database.RunAsync($"ALTER DATABASE {Project.Database.Name} SET default_transaction_read_only = on");
        Answer byDefault = await Project.ServiceAsync("POST", "things", new { id = 1 });
        Answer byHook = await Project.ServiceAsync("POST", "things", new { id = 2 }, ("X-Block", "yes"));
        Answer reads = await Project.ServiceAsync("GET", "things", null, ("X-Block", "yes"));

        Assert.Equal(201, byDefault.Status);
        Assert.Equal((405, "25006"), (byHook.Status, byHook.Code));
        Assert.Equal("1", reads.Ids);
    }

    [Fact]
    public async Task Policies_that_recurse_and_functions_that_are_not_there_have_their_status()
    {
        await Project.Database.RunAsync("""
            SET ROLE postgres;
            ALTER TABLE public.things ENABLE ROW LEVEL SECURITY;
            CREATE POLICY loop ON public.things USING (EXISTS (SELECT FROM public.things t WHERE t.id = things.id));
            """);
        Answer recursion = await Project.AnonAsync("GET", "things");
        await HookAsync("PERFORM public.nowhere()");
        Answer missing = await Project.AnonAsync("GET", "things");

        Assert.Equal((500, "42P17"), (recursion.Status, recursion.Code));
        Assert.Equal((404, "42883"), (missing.Status, missing.Code));
    }

    [Fact]
    public async Task A_request_waits_for_a_connection_only_so_long()
    {
        Project.StandIn.Platform.RestConfig["db_pool"] = 1;
        Project.StandIn.Platform.Rest.Patience = TimeSpan.FromMilliseconds(50);
        // However long it takes until the lock is given back.
        await HookAsync("PERFORM set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)");
        await using DbDataSource source = server.Administrator(Project.Database.Name);
        await using DbConnection holder = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbTransaction transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (DbCommand locking = holder.CreateCommand())
        {
            locking.CommandText = "LOCK TABLE public.things IN ACCESS EXCLUSIVE MODE";
            await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Project.ServiceAsync("GET", "rpc/who");
        Task<Answer> waiting = Project.ServiceAsync("GET", "things");
        while (await Project.Database.ValueAsync<int>(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == 0)
        {
            await Task.Yield();
        }

        Answer refused = await Project.ServiceAsync("GET", "rpc/who");
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal((504, "PGRST003"), (refused.Status, refused.Code));
        Assert.Equal(200, (await waiting).Status);
        Assert.Equal(200, (await Project.ServiceAsync("GET", "rpc/who")).Status);
    }

    [Fact]
    public async Task Many_callers_at_once_get_their_own_answers()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            Project.AskAsync("GET", "rpc/told?name=request.jwt.claims", null, Project.AnonKey, Project.Sign(("role", "anon"), ("number", number)))));

        Assert.Equal(Enumerable.Range(0, 40), answers.Select(answer => (int)JsonNode.Parse((string)answer.Json!)!["number"]!));
    }

    [Fact]
    public async Task Without_its_database_the_service_says_so_and_comes_back_with_it()
    {
        await using DbDataSource template1 = server.Administrator("template1");
        string name = Project.Database.Name;
        int before = (await Project.AnonAsync("GET", "things")).Status;
        await SandboxServer.RunAsync(template1, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await SandboxServer.RunAsync(template1, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        Answer[] down = [await Project.AnonAsync("GET", "things"), await Project.AnonAsync("GET", "things")];
        await SandboxServer.RunAsync(template1, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        Answer after = await Project.AnonAsync("GET", "things");

        Assert.Equal((200, 200), (before, after.Status));
        Assert.All(down, answer => Assert.Equal((503, "PGRST000", "Database connection error."), (answer.Status, answer.Code, answer.Message)));
    }

    [Fact]
    public async Task A_service_that_never_saw_its_database_has_no_schema()
    {
        await using SupabaseStandIn alone = new();
        string key = alone.Platform.Identity.AnonKey;
        SupabaseStandIn.Answer none = await alone.CallAsync("GET", "/rest/v1/things", null, ("apikey", key));
        alone.Platform.Services.SetUnhealthy("rest", "down");
        SupabaseStandIn.Answer down = await alone.CallAsync("GET", "/rest/v1/things", null, ("apikey", key));

        Assert.Equal((503, "PGRST002"), (none.Status, none.Code));
        Assert.Equal((503, "name resolution failed"), (down.Status, down.Message));
    }

    [Fact]
    public async Task Nothing_of_its_own_is_among_the_statements_but_what_the_real_one_sends()
    {
        await Project.AnonAsync("GET", "things");
        string statements = await Project.Database.ValueAsync<string>("""
            SELECT coalesce(string_agg(query, ';'), '') FROM extensions.pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND userid = 'authenticator'::regrole
            """);

        Assert.DoesNotContain("typelem", statements, StringComparison.Ordinal);
        Assert.DoesNotContain("DISCARD", statements, StringComparison.OrdinalIgnoreCase);
    }

    private async Task HookAsync(string body, bool reload = true) => await Project.Database.RunAsync($"""
        CREATE OR REPLACE FUNCTION public.check_request() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN {body}; END $f$;
        ALTER ROLE authenticator IN DATABASE {Project.Database.Name} SET pgrst.db_pre_request = 'public.check_request';
        {(reload ? "NOTIFY pgrst, 'reload config'" : "")}
        """);
}
