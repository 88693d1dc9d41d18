using XmrtOps.Health;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Health;

/// <summary>What is missing, hidden, slow or gone is said of the component that it concerns, and of no other.</summary>
public sealed class HealthFaultTests(SandboxServer server)
{
    [Fact]
    public async Task A_missing_table_a_missing_column_and_a_lock_each_cost_one_component()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            DROP TABLE public.vercel_function_logs CASCADE;
            ALTER TABLE public.conversation_messages RENAME COLUMN "timestamp" TO saved_at
            """);
        await using System.Data.Common.DbDataSource source = server.Administrator(database.Name);
        await using System.Data.Common.DbConnection locking = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using System.Data.Common.DbCommand take = locking.CreateCommand();
        take.CommandText = "BEGIN; LOCK TABLE public.frontend_health_checks";
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using PwshSession session = database.Connect();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth");

        Assert.Equal("there is no table vercel_function_logs", checks["VercelFunctionErrors"].Reason);
        Assert.Matches("conversation_messages: column .*timestamp.* does not exist", checks["Messages"].Reason);
        Assert.Contains("another session holds a lock", checks["UptimeChecks"].Reason, StringComparison.Ordinal);
        Assert.All(
            ["VercelFunctionErrors", "Messages", "Sessions", "UptimeChecks"],
            name => Assert.Equal(HealthStatus.Unknown, checks[name].Status));
        Assert.NotEqual(HealthStatus.Unknown, checks["FunctionErrors"].Status);
        Assert.Equal(HealthStatus.Healthy, checks["TransactionAge"].Status);
    }

    [Fact]
    public async Task Rows_that_a_role_cannot_see_are_unknown_and_not_none()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url -Name reader").Succeeded();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth");

        Assert.All(["Messages", "Sessions"], name =>
        {
            Assert.Equal((HealthStatus.Unknown, null), (checks[name].Status, checks[name].Value));
            Assert.Contains("row level security hides conversation_messages from role ", checks[name].Reason, StringComparison.Ordinal);
        });
        // A policy that is always true hides nothing.
        Assert.DoesNotContain("row level security", checks["UptimeChecks"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_takes_too_long_ends_alone()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            ALTER TABLE public.vercel_function_logs RENAME TO slow;
            CREATE VIEW public.vercel_function_logs AS SELECT slow.* FROM public.slow, LATERAL (SELECT 1 FROM pg_sleep(60)) AS s;
            GRANT SELECT ON public.vercel_function_logs TO postgres
            """);
        using PwshSession session = database.Connect();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth VercelFunctionErrors, Sessions -Timeout 2s");

        Assert.Equal((HealthStatus.Unknown, "vercel_function_logs: not answered within 2.00 s"),
            (checks["VercelFunctionErrors"].Status, checks["VercelFunctionErrors"].Reason));
        Assert.Contains("-Timeout", checks["VercelFunctionErrors"].Remedy, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, checks["Sessions"].Status);
    }

    [Fact]
    public async Task A_connection_that_the_server_has_ended_meanwhile_is_made_anew()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await EndSessionsAsync(database);

        Assert.Equal(HealthStatus.Healthy, Report(session, "Get-XmrtHealth Database")["Database"].Status);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up_and_the_report_is_whole()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using StallingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url -Name silent").Succeeded();
        proxy.Stall();

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth -Timeout 500ms");

        Assert.Equal((HealthStatus.Unhealthy, "no answer within 500 ms"), (checks["Database"].Status, checks["Database"].Reason));
        Assert.Equal(Enum.GetValues<HealthComponent>().Except(PlatformHealth.Components).Count(), checks.Count);
        Assert.Equal(HealthStatus.Unknown, checks["Messages"].Status);
    }

    [Fact]
    public async Task Without_a_connection_left_the_database_is_unhealthy_and_no_error()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await database.RunAsync($"ALTER DATABASE {database.Name} CONNECTION LIMIT 0");
        await EndSessionsAsync(database);

        Dictionary<string, HealthCheck> checks = Report(session, "Get-XmrtHealth");

        Assert.All(["Database", "Connections"], name =>
        {
            Assert.Equal(HealthStatus.Unhealthy, checks[name].Status);
            Assert.Equal($"too many connections for database \"{database.Name}\"", checks[name].Reason);
        });
        Assert.Equal(HealthStatus.Unknown, checks["Messages"].Status);
        Assert.StartsWith("the database could not be asked: too many connections", checks["Messages"].Reason, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<HealthComponent>().Except(PlatformHealth.Components).Count(), checks.Count);
    }

    [Fact]
    public async Task One_system_that_is_gone_does_not_disturb_another()
    {
        await using TestDatabase gone = await server.CopyAsync();
        await using TestDatabase there = await server.CopyAsync();
        using PwshSession session = there.Connect("there");
        session.Set("url", gone.Url);
        session.Run("$null = Connect-Xmrt $url -Name gone").Succeeded();
        await gone.DisposeAsync();

        PwshResult result = session.Run("Get-XmrtHealth Database, Recovery -Connection gone, there, nobody");

        Assert.Equal(["UnknownConnection"], result.ErrorIds);
        Dictionary<(string, string), HealthStatus> statuses = result.Output
            .Select(item => item!.BaseObject).OfType<HealthCheck>().ToDictionary(check => (check.Connection, check.Component), check => check.Status);
        Assert.Equal(HealthStatus.Healthy, statuses[("there", "Database")]);
        Assert.Equal(HealthStatus.Healthy, statuses[("there", "Recovery")]);
        Assert.Equal(HealthStatus.Unhealthy, statuses[("gone", "Database")]);
        Assert.Equal(HealthStatus.Unknown, statuses[("gone", "Recovery")]);
        Assert.Contains("Database\n  there", string.Join('\n', result.ScreenLines.Select(line => line.Split("   ")[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_is_an_error()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("$c = Get-XmrtConnection; Disconnect-Xmrt -Connection $c; Get-XmrtHealth -Connection $c");

        Assert.Equal(["ConnectionClosed"], result.ErrorIds);
        Assert.DoesNotContain(result.Output, item => item?.BaseObject is HealthCheck);
    }

    private static async Task EndSessionsAsync(TestDatabase database)
    {
        string others = $"FROM pg_stat_activity WHERE datname = '{database.Name}' AND pid <> pg_backend_pid()";
        await database.RunAsync($"SELECT pg_terminate_backend(pid) {others}");
        while (await database.ValueAsync<long>($"SELECT count(*) {others}") > 0)
        {
            // Each question is a round trip: the backends end meanwhile.
        }
    }

    private static Dictionary<string, HealthCheck> Report(PwshSession session, string script) =>
        session.Run(script).Succeeded().Of<HealthCheck>().ToDictionary(check => check.Component, StringComparer.Ordinal);
}
