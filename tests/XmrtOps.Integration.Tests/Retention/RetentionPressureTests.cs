using XmrtOps.Connections;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What a run pauses for, as the server tells it of a replica.</summary>
public sealed class RetentionPressureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_that_does_not_keep_up_is_seen_by_who_may_see_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The replica is copied by cp.");
        await using BareServer server = await BareServer.StartAsync("max_wal_senders = 3");
        await server.AddReplicaAsync("recovery_min_apply_delay = '1d'");
        // What follows the first commit is received, and stays where it is for a day.
        await server.RunAsync("CREATE TABLE public.first ()");
        await server.RunAsync("CREATE TABLE public.much AS SELECT repeat('x', 500) FROM generate_series(1, 10000)");
        using PwshSession session = server.Connect("all");
        session.Set("app", server.AppUrl);
        session.Run("$null = Connect-Xmrt $app -Name blind").Succeeded();

        Pressure seen;
        do
        {
            seen = await OfAsync(session, "all");
        }
        while (seen.LagBytes is not > 5_000_000);

        Pressure hidden = await OfAsync(session, "blind");
        Assert.Equal((null, null), (hidden.LagBytes, hidden.LagSeconds));
    }

    private static Task<Pressure> OfAsync(PwshSession session, string connection) => Pressure.ReadAsync(
        (XmrtConnection)session.Run($"Get-XmrtConnection {connection}").Succeeded().Output[0]!.BaseObject,
        [],
        new Silence("test"),
        Cancellation);
}
