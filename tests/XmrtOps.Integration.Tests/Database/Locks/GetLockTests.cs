using XmrtOps.Database.Activity;
using XmrtOps.Database.Locks;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Locks;

public sealed class GetLockTests(SandboxServer server)
{
    [Fact]
    public async Task A_locked_table_keeps_two_readers_waiting_behind_one_root()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession root = await OtherSession.OpenAsync(database);
        await using OtherSession first = await OtherSession.OpenAsync(database);
        await using OtherSession second = await OtherSession.OpenAsync(database);
        await database.RunAsync("CREATE TABLE public.\"Mixed Case\" (i integer)");
        await database.RunAsync("GRANT ALL ON public.\"Mixed Case\" TO postgres");
        await root.RunAsync("BEGIN; LOCK TABLE public.\"Mixed Case\"");
        await first.StartAsync(database, "SELECT * FROM public.\"Mixed Case\"");
        await second.StartAsync(database, "SELECT * FROM public.\"Mixed Case\"");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Get-XmrtLock {root.ProcessId}").Succeeded();

        IReadOnlyList<LockWait> lines = result.Of<LockWait>();
        Assert.Equal([(root.ProcessId, 0), (first.ProcessId, 1), (second.ProcessId, 1)], Shape(lines));
        Assert.All(lines, line => Assert.Equal(root.ProcessId, line.RootProcessId));
        Assert.True(lines[0] is { State: BackendState.IdleInTransaction, Waiters: 2, WaitMs: null, LockMode: null, Object: null });
        Assert.True(lines[1] is
        {
            LockType: "relation", LockMode: "AccessShareLock", HeldMode: "AccessExclusiveLock",
            Object: "public.Mixed Case", Relation: "public.Mixed Case", IsDeadlock: false,
        });
        Assert.Equal([root.ProcessId], lines[1].BlockedBy);
        Assert.True(lines[1].WaitMs >= lines[2].WaitMs && lines[2].WaitMs > 0);
        int version = await database.ValueAsync<int>("SELECT current_setting('server_version_num')");
        Assert.All(lines.Skip(1), line => Assert.Equal(version < 140000, line.WaitIsUpperBound));
        // The tree as it is seen.
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(result.ScreenLines, line => line.StartsWith($"{root.ProcessId} postgres ", StringComparison.Ordinal) && line.Contains("idle in tx", StringComparison.Ordinal));
        Assert.Contains(result.ScreenLines, line => line.StartsWith($"  {first.ProcessId} postgres ", StringComparison.Ordinal) && line.EndsWith("AccessShare     public.Mixed Case", StringComparison.Ordinal));
        Assert.Equal(version < 140000, result.Screen.Contains('≤', StringComparison.Ordinal));
        // From any of its lines.
        Assert.Equal(3, session.Run($"Get-XmrtLock -ProcessId {second.ProcessId}").Succeeded().Output.Count);
        Assert.Empty(session.Run($"Get-XmrtLock {second.ProcessId} -MinimumDuration 1h").Succeeded().Output);
        Assert.Equal(["BackendNotFound"], session.Run("Get-XmrtLock 1").ErrorIds);
    }

    [Fact]
    public async Task A_chain_of_three_over_rows_names_the_rows()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession a = await OtherSession.OpenAsync(database);
        await using OtherSession b = await OtherSession.OpenAsync(database);
        await using OtherSession c = await OtherSession.OpenAsync(database);
        await database.RunAsync(
            """
            CREATE TABLE public.t (i integer);
            INSERT INTO public.t VALUES (1), (2);
            GRANT ALL ON public.t TO postgres
            """);
        await a.RunAsync("BEGIN; UPDATE public.t SET i = i WHERE i = 1");
        await b.RunAsync("BEGIN; UPDATE public.t SET i = i WHERE i = 2");
        await b.StartAsync(database, "UPDATE public.t SET i = i WHERE i = 1");
        await c.StartAsync(database, "UPDATE public.t SET i = i WHERE i = 2");
        using PwshSession session = database.Connect();

        IReadOnlyList<LockWait> lines = session.Run($"Get-XmrtLock {a.ProcessId}").Succeeded().Of<LockWait>();

        Assert.Equal([(a.ProcessId, 0), (b.ProcessId, 1), (c.ProcessId, 2)], Shape(lines));
        Assert.Equal((2, 1, 0), (lines[0].Waiters, lines[1].Waiters, lines[2].Waiters));
        Assert.All(lines.Skip(1), line => Assert.Equal(("transactionid", "ShareLock", "ExclusiveLock", "public.t"), (line.LockType, line.LockMode, line.HeldMode, line.Relation)));
        Assert.Matches(@"^row \(0,1\) of public\.t, changed by transaction \d+$", lines[1].Object);
        Assert.Matches(@"^row \(0,2\) of public\.t, changed by transaction \d+$", lines[2].Object);
    }

    [Fact]
    public async Task Who_queues_behind_a_request_is_shown_below_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession reader = await OtherSession.OpenAsync(database);
        await using OtherSession migration = await OtherSession.OpenAsync(database);
        await using OtherSession request = await OtherSession.OpenAsync(database);
        await reader.RunAsync("BEGIN; SELECT count(*) FROM public.rate_limits");
        await migration.RunAsync("BEGIN");
        await migration.StartAsync(database, "LOCK TABLE public.rate_limits");
        await request.StartAsync(database, "SELECT count(*) FROM public.rate_limits");
        using PwshSession session = database.Connect();

        IReadOnlyList<LockWait> lines = session.Run($"Get-XmrtLock {reader.ProcessId}").Succeeded().Of<LockWait>();

        Assert.Equal([(reader.ProcessId, 0), (migration.ProcessId, 1), (request.ProcessId, 2)], Shape(lines));
        Assert.Equal(("AccessExclusiveLock", "AccessShareLock"), (lines[1].LockMode, lines[1].HeldMode));
        // Nobody holds what it could not share: the one above it has only asked first.
        Assert.Equal(("AccessShareLock", null), (lines[2].LockMode, lines[2].HeldMode));
    }

    [Fact]
    public async Task Who_waits_for_two_names_both()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession one = await OtherSession.OpenAsync(database);
        await using OtherSession two = await OtherSession.OpenAsync(database);
        await using OtherSession migration = await OtherSession.OpenAsync(database);
        await one.RunAsync("BEGIN; SELECT count(*) FROM public.rate_limits");
        await two.RunAsync("BEGIN; SELECT count(*) FROM public.rate_limits");
        await migration.RunAsync("BEGIN");
        await migration.StartAsync(database, "LOCK TABLE public.rate_limits");
        using PwshSession session = database.Connect();

        IReadOnlyList<LockWait> lines = session.Run("Get-XmrtLock -All").Succeeded().Of<LockWait>();

        LockWait waiting = Assert.Single(lines, line => line.ProcessId == migration.ProcessId);
        Assert.Equal(new[] { one.ProcessId, two.ProcessId }.Order(), waiting.BlockedBy);
        Assert.All([one, two], root => Assert.Equal(0, Assert.Single(lines, line => line.ProcessId == root.ProcessId).Depth));
        // All that have to end, whichever of them the waiter is shown below.
        Assert.Equal(
            new int?[] { one.ProcessId, two.ProcessId }.Order(),
            session.Run($"Get-XmrtLock {migration.ProcessId} | Stop-XmrtActivity -Terminate -Force").Succeeded().Of<ActivityStop>().Select(s => s.ProcessId).Order());
    }

    [Theory]
    [InlineData("pg_advisory_lock(4711)", "advisory lock (4711)")]
    [InlineData("pg_advisory_lock(-2)", "advisory lock (-2)")]
    [InlineData("pg_advisory_lock(9223372036854775807)", "advisory lock (9223372036854775807)")]
    [InlineData("pg_advisory_lock(-7, 42)", "advisory lock (-7, 42)")]
    public async Task An_advisory_lock_is_named_as_it_was_taken(string take, string name)
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await holder.RunAsync($"SELECT {take}");
        await waiter.StartAsync(database, $"SELECT {take}");
        using PwshSession session = database.Connect();

        IReadOnlyList<LockWait> lines = session.Run($"Get-XmrtLock {waiter.ProcessId}").Succeeded().Of<LockWait>();

        Assert.Equal([(holder.ProcessId, 0), (waiter.ProcessId, 1)], Shape(lines));
        Assert.Equal(("advisory", name, "ExclusiveLock"), (lines[1].LockType, lines[1].Object, lines[1].HeldMode));
    }

    [Fact]
    public async Task Who_shares_a_table_with_the_waiter_is_no_blocker()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession root = await OtherSession.OpenAsync(database);
        await using OtherSession bystander = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await root.RunAsync("BEGIN; LOCK TABLE public.rate_limits IN SHARE MODE");
        await bystander.RunAsync("BEGIN; SELECT count(*) FROM public.rate_limits");
        using PwshSession session = database.Connect();

        Assert.DoesNotContain(
            session.Run("Get-XmrtLock -All").Succeeded().Of<LockWait>(), line => line.Database == database.Name);

        await waiter.StartAsync(database, "INSERT INTO public.rate_limits (identifier, endpoint) VALUES ('x', '/')");

        IReadOnlyList<LockWait> lines = session.Run($"Get-XmrtLock {waiter.ProcessId}").Succeeded().Of<LockWait>();
        Assert.Equal([(root.ProcessId, 0), (waiter.ProcessId, 1)], Shape(lines));
        Assert.Equal(["BackendNotFound"], session.Run("Get-XmrtLock 2147483647").ErrorIds);
        Assert.Empty(session.Run($"Get-XmrtLock {bystander.ProcessId}").Succeeded().Output);
    }

    [Fact]
    public async Task The_one_that_builds_an_index_waits_for_old_snapshots()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.t (i integer); ALTER TABLE public.t OWNER TO postgres");
        await using OtherSession old = await OtherSession.OpenAsync(database);
        await using OtherSession builder = await OtherSession.OpenAsync(database);
        await old.RunAsync("BEGIN; INSERT INTO public.t VALUES (1)");
        await builder.StartAsync(database, "CREATE INDEX CONCURRENTLY t_i ON public.t (i)");
        using PwshSession session = database.Connect();

        IReadOnlyList<LockWait> lines = session.Run($"Get-XmrtLock {builder.ProcessId}").Succeeded().Of<LockWait>();

        Assert.Equal([(old.ProcessId, 0), (builder.ProcessId, 1)], Shape(lines));
        Assert.Equal("virtualxid", lines[1].LockType);
        Assert.Matches(@"^transaction \d+/\d+ \(virtual\)$", lines[1].Object);
        session.Run($"Stop-XmrtActivity {builder.ProcessId} -Force").Succeeded();
    }

    [Fact]
    public async Task A_plain_role_sees_the_tree_without_the_texts()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession root = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await root.RunAsync("BEGIN; LOCK TABLE public.rate_limits");
        await waiter.StartAsync(database, "SELECT count(*) FROM public.rate_limits");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run($"$null = Connect-Xmrt $url; Get-XmrtLock {root.ProcessId}").Succeeded();

        Assert.Equal([(root.ProcessId, 0), (waiter.ProcessId, 1)], Shape(result.Of<LockWait>()));
        Assert.All(result.Of<LockWait>(), line => Assert.True(line is { IsHidden: true, Query: null }));
        Assert.Equal("public.rate_limits", result.Of<LockWait>()[1].Object);
        Assert.Contains(result.Warnings, w => w.Contains("grant pg_read_all_stats", StringComparison.Ordinal));
    }

    private static IEnumerable<(int, int)> Shape(IEnumerable<LockWait> lines) => lines.Select(line => (line.ProcessId!.Value, line.Depth));
}
