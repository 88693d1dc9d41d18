using XmrtOps.Database.Activity;
using XmrtOps.Database.Locks;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Activity;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PreparedAndReplicaTests
{
    [Fact]
    public async Task A_prepared_transaction_and_a_slot_are_named_as_what_holds_others_and_vacuum_back()
    {
        await using PrivateServer server = await PrivateServer.StartAsync();
        await server.RestartAsync("max_prepared_transactions = 5", "wal_level = replica", "max_wal_senders = 2", "max_replication_slots = 2");
        await server.RunAsync("CREATE TABLE public.t (i integer)");
        await server.RunAsync("BEGIN; INSERT INTO public.t VALUES (1); PREPARE TRANSACTION 'bystander'");
        await server.RunAsync("BEGIN; LOCK TABLE public.t IN ROW EXCLUSIVE MODE; INSERT INTO public.t VALUES (1); PREPARE TRANSACTION 'it''s forgotten'");
        await server.RunAsync("ROLLBACK PREPARED 'bystander'");
        // Holds a lock that does not conflict: not the one to blame.
        await server.RunAsync("BEGIN; SELECT * FROM public.t; SELECT txid_current(); PREPARE TRANSACTION 'innocent'");
        await server.RunAsync("SELECT pg_create_physical_replication_slot('left_over', true)");
        await using OtherSession waiter = await OtherSession.OpenAsync(server.As("supabase_admin", Password(server)));
        await waiter.RunAsync("BEGIN");
        await waiter.StartAsync("LOCK TABLE public.t IN SHARE MODE", server.ValueAsync<bool>);
        using PwshSession session = Connect(server);

        IReadOnlyList<LockWait> lines = session.Run("Get-XmrtLock").Succeeded().Of<LockWait>();

        Assert.Equal([("it's forgotten", null, 0), (null, waiter.ProcessId, 1)], lines.Select(l => (l.PreparedTransaction, l.ProcessId, l.Depth)));
        Assert.Equal([0], lines[1].BlockedBy);
        Assert.Equal(("ShareLock", "RowExclusiveLock", "public.t"), (lines[1].LockMode, lines[1].HeldMode, lines[1].Relation));
        Assert.Null(lines[1].RootProcessId);
        ActivityStop stop = Assert.Single(session.Run("Get-XmrtLock | Stop-XmrtActivity -Terminate -Force").Succeeded().Of<ActivityStop>());
        Assert.Equal((StopOutcome.Refused, null), (stop.Outcome, stop.ProcessId));
        Assert.Equal(
            "a prepared transaction has no session: ROLLBACK PREPARED 'it''s forgotten'; -- in psql, in database postgres, as supabase_admin",
            stop.Reason);

        IReadOnlyList<BackendActivity> held = session.Run("Get-XmrtActivity -HoldingXmin").Succeeded().Of<BackendActivity>();
        BackendActivity prepared = Assert.Single(held, a => a.Name == "it's forgotten");
        Assert.True(prepared is { Kind: ActivityKind.PreparedTransaction, ProcessId: null, Role: "supabase_admin", XminAge: > 0 });
        Assert.Equal(held.OrderByDescending(a => a.XminAge).Select(a => a.XminAge), held.Select(a => a.XminAge));
        // A slot without an xmin holds back nothing but files.
        Assert.DoesNotContain(held, a => a.Kind == ActivityKind.ReplicationSlot);
        PwshResult shown = session.Run("Get-XmrtActivity").Succeeded();
        Assert.Contains(shown.ScreenLines, line => line.Contains("prepared", StringComparison.Ordinal) && line.EndsWith("it's forgotten", StringComparison.Ordinal));
        Assert.All(shown.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("by prepared: ", shown.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logical_slot_that_nobody_reads_is_found()
    {
        await using PrivateServer server = await PrivateServer.StartAsync();
        await server.RestartAsync("wal_level = logical", "max_wal_senders = 2", "max_replication_slots = 2");
        await server.RunAsync("SELECT pg_create_logical_replication_slot('left_over', 'pgoutput')");
        using PwshSession session = Connect(server);

        BackendActivity slot = Assert.Single(
            session.Run("Get-XmrtActivity").Succeeded().Of<BackendActivity>(), a => a.Kind == ActivityKind.ReplicationSlot);

        Assert.Equal(("left_over", "postgres", XmrtOps.Findings.Severity.Warning), (slot.Name, slot.Database, slot.Severity));
        Assert.NotNull(slot.XminAge);
        Assert.Equal("InactiveReplicationSlot", Assert.Single(slot.Findings).Code);
    }

    [Fact]
    public async Task A_replica_is_looked_at_and_its_sessions_are_stopped()
    {
        await using PrivateServer server = await PrivateServer.StartAsync();
        await server.RestartAsync("wal_level = replica", "hot_standby = on");
        await server.BecomeReplicaAsync();
        Assert.True(await server.ValueAsync<bool>("SELECT pg_is_in_recovery()"));
        await using OtherSession holder = await OtherSession.OpenAsync(server.As("supabase_admin", Password(server)));
        await using OtherSession waiter = await OtherSession.OpenAsync(server.As("supabase_admin", Password(server)));
        await holder.RunAsync("BEGIN; SELECT pg_advisory_xact_lock(1)");
        Task waiting = await waiter.StartAsync("SELECT pg_advisory_xact_lock(1)", server.ValueAsync<bool>);
        using PwshSession session = Connect(server);

        Assert.Equal(
            [holder.ProcessId, waiter.ProcessId],
            session.Run("Get-XmrtActivity").Succeeded().Of<BackendActivity>().Select(a => a.ProcessId!.Value));
        Assert.Equal(2, session.Run("Get-XmrtLock").Succeeded().Output.Count);
        ActivityStop stop = Assert.Single(session.Run("Get-XmrtLock | Stop-XmrtActivity -Terminate -IncludeSystemBackend -Force").Succeeded().Of<ActivityStop>());
        Assert.Equal((holder.ProcessId, StopOutcome.Stopped), (stop.ProcessId, stop.Outcome));
        await waiting;
    }

    private static string Password(PrivateServer server) => new Uri(server.AdministratorUrl).UserInfo.Split(':')[1];

    private static PwshSession Connect(PrivateServer server)
    {
        PwshSession session = new();
        session.Set("url", server.AdministratorUrl);
        session.Run("$null = Connect-Xmrt $url -Name private").Succeeded();
        return session;
    }
}
