using System.Data.Common;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Schema;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>The rows are the same whenever they are made, and hold the traps that cmdlets are tested against.</summary>
public sealed class XmrtSeedingTests(SandboxServer server)
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly string[] Tables =
    [
        "public.conversation_messages", "public.conversation_sessions", "public.webhook_logs", "public.rate_limits",
        "public.eliza_function_usage", "public.system_performance_logs", "public.agents", "public.frontend_events",
        "cron.job_run_details", "auth.users", "auth.refresh_tokens",
    ];

    [Fact]
    public async Task The_same_seed_and_instant_make_the_same_rows()
    {
        string[] first = await MadeWith(seed: 7);
        string[] second = await MadeWith(seed: 7);
        string[] other = await MadeWith(seed: 8);

        Assert.Equal(first, second);
        // What only a clock decides, such as the times of the cron jobs, may be alike; ids never are.
        Assert.All(first.Zip(other), pair => Assert.NotEqual(pair.First, pair.Second));

        async Task<string[]> MadeWith(int seed)
        {
            string name = $"seeding_{Guid.NewGuid():n}";
            await using DbDataSource template1 = server.Administrator("template1");
            await SandboxServer.RunAsync(template1, $"CREATE DATABASE {name} TEMPLATE template0");
            try
            {
                await XmrtDatabase.CreateAsync(Options(name, seed), progress: null, TestContext.Current.CancellationToken);
                await using DbDataSource source = server.Administrator(name);
                return await Task.WhenAll(Tables.Select(table => FingerprintAsync(source, table)));
            }
            finally
            {
                await SandboxServer.RunAsync(template1, $"DROP DATABASE {name} WITH (FORCE)");
            }
        }
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_left_alone()
    {
        await using TestDatabase database = await server.CopyAsync();
        string before = await database.ValueAsync<string>("SELECT count(*) FROM public.webhook_logs");

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => XmrtDatabase.CreateAsync(Options(database.Name, seed: 1), progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("Name an empty database", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.ValueAsync<string>("SELECT count(*) FROM public.webhook_logs"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_scale_out_of_bounds_is_refused_before_anything_is_opened(int scale) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => XmrtDatabase.CreateAsync(
            Options("nowhere", seed: 1) with { Scale = scale }, progress: null, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("rows whose time is unknown", "SELECT count(*) FROM public.webhook_logs WHERE created_at IS NULL", 50, 200)]
    [InlineData("a clock that ran ahead", "SELECT count(*) FROM public.webhook_logs WHERE created_at > now() + interval '1 day'", 1, 1)]
    [InlineData("sessions neither active nor not", "SELECT count(*) FROM public.conversation_sessions WHERE is_active IS NULL", 5, 100)]
    [InlineData("summaries without a session",
        "SELECT count(*) FROM public.conversation_summaries s WHERE NOT EXISTS (SELECT FROM public.conversation_sessions c WHERE c.id = s.session_id)", 50, 200)]
    [InlineData("old work that is still pending",
        "SELECT count(*) FROM public.webhook_logs WHERE created_at < now() - interval '30 days' AND event_source IS NULL AND status IN ('pending', 'processing')", 500, 5000)]
    [InlineData("events that the router has finished",
        "SELECT count(*) FROM public.webhook_logs WHERE event_source IS NOT NULL AND status = 'pending' AND processing_status = 'completed'", 1000, 6000)]
    [InlineData("sessions that a cleanup would find",
        "SELECT count(*) FROM public.conversation_sessions WHERE is_active = false AND updated_at < now() - interval '90 days'", 100, 800)]
    [InlineData("messages of the last hour",
        "SELECT count(*) FROM public.conversation_messages WHERE \"timestamp\" > now() - interval '1 hour'", 20, 400)]
    [InlineData("calls of the hottest caller in the last hour",
        "SELECT max(calls) FROM (SELECT count(*) AS calls FROM public.rate_limits WHERE window_start > now() - interval '1 hour' GROUP BY identifier) AS caller", 150, 600)]
    [InlineData("days since the last frontend check",
        "SELECT extract(day FROM now() - max(check_timestamp)) FROM public.frontend_health_checks", 10, 10)]
    [InlineData("copies of an edge call",
        "SELECT max(copies) FROM (SELECT count(*) AS copies FROM public.eliza_function_usage WHERE deployment_version = 'backfill_edge_logs' GROUP BY function_name, invoked_at, deployment_id) AS call", 4, 4)]
    [InlineData("a table without a row", "SELECT count(*) FROM public.vercel_deployments", 0, 0)]
    [InlineData("a name that needs quotes", "SELECT count(*) FROM public.\"Agent Notes\"", 1, 50)]
    [InlineData("addresses that belong to someone",
        "SELECT count(*) FROM public.frontend_events WHERE NOT ip_address <<= ANY (ARRAY['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']::inet[])", 0, 0)]
    public async Task The_rows_hold(string trap, string count, int least, int most)
    {
        await using DbDataSource source = server.Administrator(server.Sandbox.Database);
        await using DbCommand command = source.CreateCommand($"SELECT ({count})::integer");

        int found = (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Assert.True(found >= least && found <= most, $"{trap}: {found}, not {least} to {most}");
    }

    [Fact]
    public async Task The_statistics_are_the_applications_and_not_the_seedings()
    {
        await using DbDataSource source = server.Administrator(server.Sandbox.Database);
        await using DbCommand command = source.CreateCommand(
            """
            SELECT statement.query, role.rolname, statement.calls
            FROM extensions.pg_stat_statements AS statement
            JOIN pg_roles AS role ON role.oid = statement.userid
            WHERE statement.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        List<(string Query, string Role, long Calls)> statements = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            statements.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        Assert.DoesNotContain(statements, s => s.Query.StartsWith("COPY", StringComparison.Ordinal));
        Assert.DoesNotContain(statements, s => s.Query.Contains(" PASSWORD ", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(statements, s => s.Query.Contains("CREATE INDEX", StringComparison.Ordinal));
        Assert.Contains(statements, s => s.Role == "service_role" && s.Query.Contains("window_start >", StringComparison.Ordinal));
        Assert.Contains(statements, s => s.Role == "authenticated" && s.Query.StartsWith("UPDATE", StringComparison.Ordinal));
        Assert.Contains(statements, s => s.Query.StartsWith("DELETE FROM public.webhook_logs", StringComparison.Ordinal));
        Assert.Contains(statements, s => s.Calls >= 100);
    }

    private XmrtDatabaseOptions Options(string database, int seed) => new()
    {
        AdminConnectionString =
            $"Host={server.Sandbox.Host};Port={server.Sandbox.Port};Database={database};"
            + $"Username={server.Sandbox.AdministratorUserName};Password={server.Sandbox.AdministratorPassword};"
            + "SSL Mode=Disable;GSS Encryption Mode=Disable",
        Scale = 1,
        Seed = seed,
        Now = Instant,
        // Roles belong to the server, which other tests use at the same time.
        PostgresPassword = server.Sandbox.Password,
        AuthenticatorPassword = server.Sandbox.AuthenticatorPassword,
        AppReaderPassword = server.Sandbox.ReaderPassword,
    };

    private static async Task<string> FingerprintAsync(DbDataSource source, string table)
    {
        // A job names the database that it belongs to, and these have different names.
        await using DbCommand command = source.CreateCommand(
            $"SELECT '{table} ' || count(*) || ' ' || md5(string_agg(line, '' ORDER BY line)) "
            + $"FROM (SELECT (to_jsonb(r) - 'database')::text AS line FROM {table} AS r) AS lines");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
