using System.Data.Common;
using XmrtOps.Database.Activity;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Activity;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TooManyConnectionsTests
{
    [Fact]
    public async Task A_connection_that_is_held_works_on_and_tells_who_fills_the_server()
    {
        await using PrivateServer server = await PrivateServer.StartAsync(maxConnections: 10);
        await server.RunAsync("CREATE ROLE app LOGIN PASSWORD 'x'; CREATE ROLE worker LOGIN PASSWORD 'x'; CREATE ROLE late LOGIN PASSWORD 'x'");
        await server.RunAsync("GRANT pg_monitor, pg_signal_backend TO app");
        using PwshSession held = new();
        held.Set("url", server.Url("app", "x"));
        held.Run("$null = Connect-Xmrt $url -Name held; $null = Get-XmrtActivity").Succeeded();
        held.Set("late", server.Url("late", "x"));
        await using DbDataSource source = server.As("worker", "x");
        List<DbConnection> workers = await FillAsync(source);

        using PwshSession console = new();
        console.Set("late", server.Url("late", "x"));
        PwshResult fresh = console.Run("Connect-Xmrt $late");
        PwshResult second = held.Run("Connect-Xmrt $late -Name late -NoCurrent");
        PwshResult over = held.Run("Get-XmrtActivity -State Idle -Role worker -All").Succeeded();

        // Nobody to ask: it says how to find out.
        Assert.Equal(["TooManyConnections"], fresh.ErrorIds);
        Assert.Contains("Get-XmrtActivity -State Idle -All", fresh.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("are held, by", fresh.Errors[0].Exception.Message, StringComparison.Ordinal);
        // Over the connection that is held, the roles are known.
        Assert.Equal(["TooManyConnections"], second.ErrorIds);
        Assert.Contains(
            $"of 10 are held, by worker {workers.Count} ({workers.Count} idle), app ", second.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(workers.Count, over.Output.Count);

        ActivityStop[] ended =
        [
            .. held.Run("Get-XmrtActivity -State Idle -Role worker -First 2 | Stop-XmrtActivity -Terminate -Force").Succeeded().Of<ActivityStop>(),
        ];
        Assert.All(ended, stop => Assert.Equal(StopOutcome.Stopped, stop.Outcome));
        Assert.Equal(2, ended.Length);
        held.Run("$null = Connect-Xmrt $late -Name late -NoCurrent").Succeeded();
        foreach (DbConnection worker in workers)
        {
            await worker.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_command_whose_connection_was_lost_is_told_by_another_one()
    {
        await using PrivateServer server = await PrivateServer.StartAsync(maxConnections: 10);
        await server.RunAsync("CREATE ROLE app LOGIN PASSWORD 'x'; CREATE ROLE worker LOGIN PASSWORD 'x'; CREATE ROLE late LOGIN PASSWORD 'x'");
        using PwshSession session = new();
        session.Set("app", server.Url("app", "x"));
        session.Set("late", server.Url("late", "x"));
        session.Run("$null = Connect-Xmrt $app -Name app; $null = Connect-Xmrt $late -Name late").Succeeded();
        session.Run("$null = Get-XmrtActivity -Connection app, late").Succeeded();
        await server.RunAsync("ALTER ROLE late CONNECTION LIMIT 0");
        await server.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'late'");
        while (await server.ValueAsync<bool>("SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'late'"))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        // The pool finds out by using them that its connections are gone.
        PwshResult result;
        do
        {
            result = session.Run("Get-XmrtActivity -Connection late");
        }
        while (result.ErrorIds is ["ConnectionLost"]);

        Assert.Equal(["TooManyConnections"], result.ErrorIds);
        Assert.Matches(@"too many connections for role ""late""\. \d+ of 10 are held, by app \d", result.Errors[0].Exception.Message);
    }

    private static async Task<List<DbConnection>> FillAsync(DbDataSource source)
    {
        List<DbConnection> connections = [];
        try
        {
            while (true)
            {
                connections.Add(await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
            }
        }
        catch (DbException full) when (full.SqlState == "53300")
        {
            return connections;
        }
    }
}
