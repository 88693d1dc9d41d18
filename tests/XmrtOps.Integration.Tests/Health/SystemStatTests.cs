using XmrtOps.Health;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Health;

public sealed class SystemStatTests(SandboxServer server)
{
    [Fact]
    public async Task Numbers_are_those_of_the_runbooks_statements()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        SystemStat stat = Assert.Single(session.Run("Get-XmrtSystemStat").Succeeded().Of<SystemStat>());

        Assert.Equal(
            await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions WHERE is_active = true"),
            stat.ActiveSessions);
        // The seeds end at the time that they were made, so that the hour moves on by less than this test takes.
        Assert.InRange(
            stat.MessagesLastHour!.Value,
            await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages WHERE \"timestamp\" BETWEEN now() - interval '55 minutes' AND now()"),
            await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages WHERE \"timestamp\" BETWEEN now() - interval '65 minutes' AND now()"));
        Assert.InRange(stat.SessionsActiveLastHour!.Value, 1, stat.MessagesLastHour.Value);
        Assert.Equal(0, stat.FrontendOnlineChecksLastHour);
        Assert.InRange(stat.VercelFunctionErrorsLastHour!.Value, 1, 24);
        Assert.NotNull(stat.ActivitiesLastHour);
        Assert.InRange(stat.DatabaseSizeBytes!.Value, 1_000_000, long.MaxValue);
        Assert.Empty(stat.NotMeasured);
        Assert.Equal("db", stat.Connection);
    }

    [Fact]
    public async Task What_a_role_cannot_see_is_null_and_a_warning()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url -Name reader").Succeeded();

        PwshResult result = session.Run("Get-XmrtSystemStat").Succeeded();

        SystemStat stat = Assert.Single(result.Of<SystemStat>());
        Assert.Null(stat.ActiveSessions);
        Assert.Null(stat.SessionsActiveLastHour);
        Assert.Null(stat.MessagesLastHour);
        Assert.NotNull(stat.FrontendOnlineChecksLastHour);
        Assert.Equal(2, stat.NotMeasured.Count);
        Assert.Equal(stat.NotMeasured.Select(reason => "reader: " + reason), result.Warnings);
    }

    [Fact]
    public async Task A_missing_table_costs_its_number_only()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("DROP TABLE public.eliza_activity_log, public.frontend_health_checks CASCADE");
        using PwshSession session = database.Connect();

        SystemStat stat = Assert.Single(session.Run("Get-XmrtSystemStat").Succeeded().Of<SystemStat>());

        Assert.Equal((null, null), (stat.ActivitiesLastHour, stat.FrontendOnlineChecksLastHour));
        Assert.Equal(
            ["there is no table eliza_activity_log", "there is no table frontend_health_checks"], stat.NotMeasured);
        Assert.NotNull(stat.MessagesLastHour);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_one_error()
    {
        TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await database.DisposeAsync();

        PwshResult result = session.Run("Get-XmrtSystemStat");

        Assert.Single(result.Errors);
        Assert.Empty(result.Output);
    }
}
