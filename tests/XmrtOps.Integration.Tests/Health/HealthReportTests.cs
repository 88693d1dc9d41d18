using System.Management.Automation;
using System.Management.Automation.Internal;
using XmrtOps.Health;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Health;

public sealed class HealthReportTests(SandboxServer server)
{
    [Fact]
    public async Task Every_component_is_reported_once_and_the_database_in_a_fixed_order()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        IReadOnlyList<HealthCheck> checks = session.Run("Get-XmrtHealth").Succeeded().Of<HealthCheck>();

        string[] ofDatabase = [.. Enum.GetValues<HealthComponent>().Except(PlatformHealth.Components).Select(one => one.ToString()).Where(name => name != nameof(HealthComponent.Frontend))];
        Assert.Equal(ofDatabase, checks.Select(check => check.Component).Where(name => name != nameof(HealthComponent.Frontend)));
        Assert.Single(checks, check => check.Component == nameof(HealthComponent.Frontend));
        Assert.All(checks, check =>
        {
            Assert.Equal("db", check.Connection);
            Assert.InRange(check.MeasuredAt, DateTimeOffset.Now.AddMinutes(-2), DateTimeOffset.Now);
            Assert.True(check.Status != HealthStatus.Unknown || check.Reason.Length > 0, check.Component);
        });
    }

    [Fact]
    public async Task The_numbers_are_those_of_the_database()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth");

        Assert.Equal(HealthStatus.Healthy, checks["Database"].Status);
        Assert.IsType<double>(checks["Database"].Value);
        Assert.Equal(false, checks["Recovery"].Value);
        // What clients may use, as of the server itself.
        Assert.Equal(
            await database.ValueAsync<long>(
                """
                SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true)::int, 0)
                """),
            Convert.ToInt64(checks["Connections"].Evidence["Usable"], null));
        Assert.InRange(
            (long)checks["Messages"].Value!, 1, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages"));
        Assert.Equal(
            await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions WHERE is_active"),
            checks["Sessions"].Evidence["MarkedActive"]);
        // The seeds stop recording ten days ago, as production does.
        Assert.Equal(HealthStatus.Unknown, checks["UptimeChecks"].Status);
        Assert.Matches("^nothing has written frontend_health_checks since [0-9]+ [A-Z][a-z]{2}", checks["UptimeChecks"].Reason);
        Assert.Equal(HealthStatus.Unknown, checks["Frontend"].Status);
        Assert.Equal("the connection names no frontend", checks["Frontend"].Reason);
    }

    [Fact]
    public async Task Copies_of_a_call_are_counted_once()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            DELETE FROM public.eliza_function_usage WHERE invoked_at > now() - interval '2 hours';
            DELETE FROM public.edge_function_logs WHERE "timestamp" > now() - interval '2 hours';
            INSERT INTO public.eliza_function_usage (function_name, invoked_at, success, error_message, deployment_id)
            SELECT 'mining-proxy', now() - call * interval '1 minute', call > 3, CASE WHEN call <= 3 THEN 'timeout' END, 'd'
            FROM generate_series(1, 50) AS call, generate_series(1, 4) AS copy
            """);
        using PwshSession session = database.Connect();

        HealthCheck check = Report(session, "Get-XmrtHealth FunctionErrors")["FunctionErrors"];

        Assert.Equal((HealthStatus.Unhealthy, 6.0), (check.Status, check.Value));
        Assert.Contains("3 of 50 calls failed; worst: mining-proxy (timeout)", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_of_4xx_are_no_failures_of_a_function()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.eliza_function_usage, public.edge_function_logs;
            INSERT INTO public.edge_function_logs (event_type, function_name, status_code, level, "timestamp")
            SELECT 'invoke', 'lovable-chat', CASE call % 10 WHEN 0 THEN 429 WHEN 1 THEN 546 ELSE 200 END, 'info', now()
            FROM generate_series(1, 100) AS call
            """);
        using PwshSession session = database.Connect();

        Assert.Equal(10.0, Report(session, "Get-XmrtHealth FunctionErrors")["FunctionErrors"].Value);
    }

    [Fact]
    public async Task Recorded_outages_are_an_outage()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            INSERT INTO public.frontend_health_checks (check_timestamp, status)
            SELECT now() - n * interval '5 minutes', CASE WHEN n < 3 THEN 'offline' ELSE 'online' END
            FROM generate_series(0, 11) AS n
            """);
        using PwshSession session = database.Connect();

        HealthCheck check = Report(session, "Get-XmrtHealth UptimeChecks")["UptimeChecks"];

        Assert.Equal((HealthStatus.Unhealthy, 12L), (check.Status, check.Value));
        Assert.Equal("the last 3 checks of frontend failed", check.Reason);
    }

    [Fact]
    public async Task Messages_of_the_future_are_not_of_this_hour()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            SET session_replication_role = replica;
            DELETE FROM public.conversation_messages WHERE "timestamp" > now() - interval '3 hours';
            INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
            SELECT id, 'user', 'x', now() + interval '30 minutes' FROM public.conversation_sessions LIMIT 5
            """);
        using PwshSession session = database.Connect();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth Messages, Sessions");

        Assert.Equal((0L, 0L), (checks["Messages"].Value, checks["Sessions"].Value));
        Assert.True((DateTimeOffset)checks["Messages"].Evidence["Newest"]! < DateTimeOffset.Now.AddHours(-2.9));
    }

    [Fact]
    public async Task Sessions_at_work_are_named_and_our_own_are_left_out()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await using System.Data.Common.DbDataSource source = server.Administrator(database.Name);
        await using System.Data.Common.DbConnection idle = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using System.Data.Common.DbCommand begin = idle.CreateCommand();
        begin.CommandText = "BEGIN; SELECT pg_backend_pid()";
        int pid = (int)(await begin.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth IdleInTransaction, LongestStatement");

        // Other tests of this server may have been idle for longer.
        Assert.True(pid == (int)checks["IdleInTransaction"].Evidence["ProcessId"]! || (long)checks["IdleInTransaction"].Evidence["OtherSessions"]! > 0);
        Assert.DoesNotContain("XmrtOps/", checks["LongestStatement"].Evidence["Application"] as string ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_fits_80_columns_and_the_next_steps_follow_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("DROP TABLE public.vercel_function_logs CASCADE");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtHealth Database, Recovery, UptimeChecks, VercelFunctionErrors").Succeeded();

        string[] lines = [.. result.ScreenLines.Select(line => new StringDecorated(line).ToString(OutputRendering.PlainText).TrimEnd())];
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(lines, line => line.StartsWith("Component            Status    Value              Reason", StringComparison.Ordinal));
        Assert.Contains("Recovery             Healthy   primary", lines);
        Assert.Contains("VercelFunctionErrors Unknown                      there is no table", lines);
        Assert.True(
            result.Screen.IndexOf("Next: ", StringComparison.Ordinal)
            > result.Screen.IndexOf("VercelFunctionErrors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_german_console_reads_german_numbers()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult result = session.Run("Get-XmrtHealth Database, TransactionAge").Succeeded();

        Assert.Matches(@"Database +Healthy +[0-9]+(,[0-9])? ms", result.Screen);
        Assert.IsType<double>(result.Of<HealthCheck>()[0].Value);
    }

    [Theory]
    [InlineData("30", "BareNumberAsTime")]
    [InlineData("-5s", "DurationNotPositive")]
    [InlineData("2m", "DurationOutOfRange")]
    [InlineData("2026-01-01", "NotADuration")]
    public async Task A_timeout_that_makes_no_sense_is_refused_before_anything_is_asked(string timeout, string errorId)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Get-XmrtHealth -Timeout '{timeout}'");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    private static Dictionary<string, HealthCheck> Report(PwshSession session, string script) =>
        session.Run(script).Succeeded().Of<HealthCheck>().ToDictionary(check => check.Component, StringComparer.Ordinal);
}
