using System.Text.Json.Nodes;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>What the platform tells from the project's real database.</summary>
public sealed class ProjectDatabaseTests(SandboxServer server) : IAsyncLifetime
{
    private TestDatabase? _database;
    private SupabaseStandIn? _supabase;

    private SupabaseStandIn Supabase => _supabase!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CopyAsync();
        _supabase = new SupabaseStandIn(
            $"Host=127.0.0.1;Port={server.Sandbox.Port};Database={_database.Name};Username={server.Sandbox.UserName};"
            + $"Password={server.Sandbox.Password};SSL Mode=Disable");
    }

    public async ValueTask DisposeAsync()
    {
        await Supabase.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task The_platforms_own_connections_leave_no_statement_among_the_applications()
    {
        await Supabase.AskAsync("POST", "/database/query", new { query = "SELECT 1 AS a" });
        string statements = await _database!.ValueAsync<string>("""
            SELECT coalesce(string_agg(query, '; '), '') FROM extensions.pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND userid = 'postgres'::regrole
            """);

        Assert.DoesNotContain("typelem", statements, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SQL_runs_as_postgres_and_answers_201_with_objects()
    {
        SupabaseStandIn.Answer answer = await Supabase.AskAsync("POST", "/database/query", new
        {
            query = """
                SELECT current_user, 1 AS i, 2::bigint AS b, 9007199254740993 AS big, 1.50 AS n, true AS t, NULL AS nothing,
                       '{"a":[1]}'::jsonb AS j, 'NaN'::float8 AS nan, now() IS NOT NULL AS ok, ARRAY['x','y'] AS a
                """,
        });

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            """[{"current_user":"postgres","i":1,"b":2,"big":"9007199254740993","n":"1.50","t":true,"nothing":null,"j":{"a":[1]},"nan":"NaN","ok":true,"a":"{x,y}"}]""",
            answer.Text);
    }

    [Fact]
    public async Task Of_several_statements_the_last_result_counts_and_parameters_are_taken()
    {
        SupabaseStandIn.Answer several = await Supabase.AskAsync("POST", "/database/query", new { query = "SELECT 1 AS a; SELECT 2 AS b" });
        SupabaseStandIn.Answer parameters = await Supabase.AskAsync(
            "POST", "/database/query", new { query = "SELECT $1::int + 1 AS sum, $2::text AS text", parameters = new object[] { 41, "é" } });

        Assert.Equal("""[{"b":2}]""", several.Text);
        Assert.Equal((42, "é"), ((int)parameters.Json[0]!["sum"]!, (string?)parameters.Json[0]!["text"]));
    }

    [Theory]
    [InlineData("SELECT *\nFROM nowhere", "Failed to run sql query: ERROR:  42P01: relation \"nowhere\" does not exist\nLINE 2: FROM nowhere\n             ^")]
    [InlineData("SELEC 1", "Failed to run sql query: ERROR:  42601: syntax error at or near \"SELEC\"\nLINE 1: SELEC 1\n        ^")]
    [InlineData("SELECT 1/0", "Failed to run sql query: ERROR:  22012: division by zero")]
    public async Task What_the_database_refuses_is_a_400_with_its_SQLSTATE(string query, string message)
    {
        SupabaseStandIn.Answer refused = await Supabase.AskAsync("POST", "/database/query", new { query });

        Assert.Equal((400, message), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task The_read_only_endpoint_writes_nothing_and_wants_qualified_names()
    {
        const string path = "/database/query/read-only";
        SupabaseStandIn.Answer write = await Supabase.AskAsync("POST", path, new { query = "DELETE FROM public.webhook_logs" });
        SupabaseStandIn.Answer bare = await Supabase.AskAsync("POST", path, new { query = "SELECT * FROM webhook_logs" });
        SupabaseStandIn.Answer read = await Supabase.AskAsync("POST", path, new { query = "SELECT count(*) AS n FROM public.webhook_logs" });

        Assert.Contains("25006", write.Message, StringComparison.Ordinal);
        Assert.Contains("42P01", bare.Message, StringComparison.Ordinal);
        Assert.Equal((201, true), (read.Status, (long)read.Json[0]!["n"]! > 0));
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_given_up_by_the_API_only()
    {
        Supabase.Platform.QueryTimeout = TimeSpan.FromMilliseconds(50);
        SupabaseStandIn.Answer answer = await Supabase.AskAsync("POST", "/database/query", new { query = "SELECT pg_sleep(600)" });

        Assert.Equal(544, answer.Status);
        // It may still be on its way to the server.
        string isRunning = $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database!.Name}' AND query = 'SELECT pg_sleep(600)'";
        DateTimeOffset deadline = DateTimeOffset.UtcNow.AddSeconds(60);
        while (await _database.ValueAsync<int>(isRunning) == 0)
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, "The statement never ran.");
        }
    }

    [Fact]
    public async Task The_history_of_migrations_is_the_databases_and_for_partners()
    {
        const string partner = "sbp_oauth_00000000000000000000000000000000000000bb";
        Supabase.Platform.Tokens.AddPartnerApp(partner);
        await _database!.RunAsync("""
            ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN rollback text[];
            CREATE TABLE public.made_by_migration (); ALTER TABLE public.made_by_migration OWNER TO postgres;
            INSERT INTO supabase_migrations.schema_migrations (version, name, rollback)
            VALUES ('20990101000000', 'later', ARRAY['DROP TABLE public.made_by_migration'])
            """);
        JsonArray before = (await Supabase.AskAsync("GET", "/database/migrations", token: partner)).Json.AsArray();
        int refused = (await Supabase.AskAsync("GET", "/database/migrations")).Status;
        SupabaseStandIn.Answer rolledBack = await Supabase.AskAsync("DELETE", "/database/migrations?gte=20990101000000", token: partner);
        Supabase.Platform.MigrationsAreForPartnersOnly = false;
        JsonArray after = (await Supabase.AskAsync("GET", "/database/migrations")).Json.AsArray();

        Assert.Equal((403, 200, 0), (refused, rolledBack.Status, rolledBack.Body.Length));
        Assert.Equal("20990101000000", (string?)before[^1]!["version"]);
        Assert.Equal(before.Count - 1, after.Count);
        Assert.False(await _database.ValueAsync<bool>("SELECT to_regclass('public.made_by_migration') IS NOT NULL"));
        Assert.Equal(400, (await Supabase.AskAsync("DELETE", "/database/migrations?gte=x")).Status);
    }

    [Fact]
    public async Task Lints_are_found_in_the_catalog()
    {
        await _database!.RunAsync("CREATE TABLE public.open_to_all (a int)");
        JsonArray security = (await Supabase.AskAsync("GET", "/advisors/security")).Json["lints"]!.AsArray();
        JsonArray performance = (await Supabase.AskAsync("GET", "/advisors/performance")).Json["lints"]!.AsArray();

        JsonNode open = security.Single(l => (string?)l!["cache_key"] == "rls_disabled_in_public_public_open_to_all")!;
        Assert.Equal(("ERROR", "table"), ((string?)open["level"], (string?)open["metadata"]!["type"]));
        Assert.Contains(security, l => (string?)l!["name"] == "ssl_not_enforced");
        Assert.Contains(performance, l => (string?)l!["name"] == "unindexed_foreign_keys" && l["metadata"]!["fkey_columns"] is JsonArray);
        Assert.Contains(performance, l => (string?)l!["name"] == "duplicate_index");
        Assert.Contains(performance, l => (string?)l!["cache_key"] == "no_primary_key_public_open_to_all");
    }

    [Fact]
    public async Task Users_are_paged_with_their_number_and_their_next_page()
    {
        SupabaseStandIn.Answer page = await AdminAsync("GET", "/auth/v1/admin/users?page=2&per_page=30");
        int users = await _database!.ValueAsync<int>("SELECT count(*) FROM auth.users");

        Assert.Equal(30, page.Json["users"]!.AsArray().Count);
        Assert.Equal($"{users}", page.Headers["X-Total-Count"]);
        Assert.StartsWith("</admin/users?page=3&per_page=30>; rel=\"next\", </admin/users?page=", page.Headers["Link"], StringComparison.Ordinal);
        Assert.DoesNotContain("password", page.Text, StringComparison.Ordinal);
        Assert.Equal((400, "validation_failed"), Error(await AdminAsync("GET", "/auth/v1/admin/users?page=x")));
        Assert.Single((await AdminAsync("GET", "/auth/v1/admin/users?filter=user17@example.com")).Json["users"]!.AsArray());
    }

    [Fact]
    public async Task A_user_is_banned_by_a_Go_duration_and_keeps_the_sessions_until_a_new_password()
    {
        string id = await _database!.ValueAsync<string>("SELECT user_id::text FROM auth.sessions LIMIT 1");
        SupabaseStandIn.Answer days = await AdminAsync("PUT", $"/auth/v1/admin/users/{id}", new { ban_duration = "30d" });
        SupabaseStandIn.Answer banned = await AdminAsync("PUT", $"/auth/v1/admin/users/{id}", new { ban_duration = "1h30m" });
        int sessions = await SessionsAsync(id);
        SupabaseStandIn.Answer weak = await AdminAsync("PUT", $"/auth/v1/admin/users/{id}", new { password = "x" });
        await AdminAsync("PUT", $"/auth/v1/admin/users/{id}", new { password = "long enough", ban_duration = "none" });

        Assert.Equal((400, "validation_failed"), Error(days));
        Assert.Equal(90, ((DateTimeOffset)banned.Json["banned_until"]! - Supabase.Clock.GetUtcNow()).TotalMinutes, 0.1);
        Assert.True(sessions > 0);
        Assert.Equal((422, "weak_password"), Error(weak));
        Assert.Equal(0, await SessionsAsync(id));
        Assert.True(await _database.ValueAsync<bool>($"SELECT banned_until IS NULL FROM auth.users WHERE id = '{id}'"));
        Assert.Equal((404, "user_not_found"), Error(await AdminAsync("GET", $"/auth/v1/admin/users/{Guid.NewGuid()}")));
    }

    [Fact]
    public async Task Only_the_service_role_is_an_administrator()
    {
        string anon = Supabase.Platform.Identity.AnonKey;
        (string, string) key = ("apikey", anon);

        Assert.Equal((401, "no_authorization"), Error(await Supabase.CallAsync("GET", "/auth/v1/admin/users", null, key)));
        Assert.Equal((403, "bad_jwt"), Error(await Supabase.CallAsync("GET", "/auth/v1/admin/users", null, key, ("Authorization", "Bearer a.b.c"))));
        Assert.Equal((403, "not_admin"), Error(await Supabase.CallAsync("GET", "/auth/v1/admin/users", null, key, ("Authorization", $"Bearer {anon}"))));
        SupabaseStandIn.Answer newForm = await Supabase.CallAsync(
            "GET", "/auth/v1/admin/users", null, key, ("Authorization", $"Bearer {anon}"), ("X-Supabase-Api-Version", "2024-01-01"));
        Assert.Equal("""{"code":"not_admin","message":"User not allowed"}""", newForm.Text);
        Assert.Equal(200, (await Supabase.CallAsync("GET", "/auth/v1/admin/users", null, ("apikey", Supabase.Platform.Identity.SecretKey))).Status);
    }

    [Fact]
    public async Task The_audit_log_is_empty_once_it_is_switched_off()
    {
        JsonArray entries = (await AdminAsync("GET", "/auth/v1/admin/audit?page=1&per_page=10&query=action:login")).Json.AsArray();
        Supabase.Platform.AuthConfig["audit_log_disable_postgres"] = true;
        SupabaseStandIn.Answer empty = await AdminAsync("GET", "/auth/v1/admin/audit");

        Assert.Equal(10, entries.Count);
        Assert.All(entries, e => Assert.Equal("login", (string?)e!["payload"]!["action"]));
        Assert.Equal("[]", empty.Text);
    }

    [Fact]
    public async Task Health_statistics_types_and_metrics_ask_the_database()
    {
        Guid chat = XmrtOps.Sandbox.Supabase.EdgeFunction.IdOf("lovable-chat");
        JsonNode health = (await Supabase.AskAsync("GET", "/health?services=db,pooler")).Json;
        JsonNode stats = (await Supabase.AskAsync("GET", $"/analytics/endpoints/functions.combined-stats?interval=1day&function_id={chat}")).Json;
        JsonNode types = (await Supabase.AskAsync("GET", "/types/typescript")).Json;
        string credentials = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"service_role:{Supabase.Platform.Identity.SecretKey}"));
        SupabaseStandIn.Answer metrics = await Supabase.CallAsync(
            "GET", "/customer/v1/privileged/metrics", null, ("Authorization", $"Basic {credentials}"));

        Assert.All(health.AsArray(), s => Assert.Equal("ACTIVE_HEALTHY", (string?)s!["status"]));
        Assert.True((int)stats["result"]![0]!["requests_count"]! > 0);
        Assert.Contains("conversation_sessions: {", (string?)types["types"], StringComparison.Ordinal);
        Assert.Contains("pg_stat_database_num_backends{", metrics.Text, StringComparison.Ordinal);
    }

    private static (int, string?) Error(SupabaseStandIn.Answer answer)
    {
        Assert.Equal((int?)answer.Json["code"], answer.Status);
        Assert.Equal((string?)answer.Json["error_code"], answer.Headers["x-sb-error-code"]);
        return (answer.Status, (string?)answer.Json["error_code"]);
    }

    private Task<SupabaseStandIn.Answer> AdminAsync(string method, string path, object? body = null) => Supabase.CallAsync(
        method,
        path,
        body,
        ("apikey", Supabase.Platform.Identity.ServiceRoleKey),
        ("Authorization", $"Bearer {Supabase.Platform.Identity.ServiceRoleKey}"));

    private Task<int> SessionsAsync(string user) =>
        _database!.ValueAsync<int>($"SELECT count(*) FROM auth.sessions WHERE user_id = '{user}'");
}
