using XmrtOps.Database.Activity;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Activity;

public sealed class GetActivityTests(SandboxServer server)
{
    [Fact]
    public async Task Who_runs_who_waits_and_who_idles_in_a_transaction_are_told_with_their_numbers()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await holder.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE public.rate_limits; SELECT 42");
        await waiter.StartAsync(database, "SELECT count(*) FROM public.rate_limits");
        using PwshSession session = database.Connect();

        IReadOnlyList<BackendActivity> all =
            session.Run($"Get-XmrtActivity -Database {database.Name}").Succeeded().Of<BackendActivity>();

        // Who keeps others waiting comes first.
        Assert.Equal([holder.ProcessId, waiter.ProcessId], all.Select(a => a.ProcessId));
        BackendActivity idle = all[0];
        Assert.Equal((BackendState.IdleInTransaction, "postgres", "tests", "127.0.0.1"), (idle.State!.Value, idle.Role, idle.Application, idle.ClientAddress));
        Assert.Equal([waiter.ProcessId], idle.Blocks);
        Assert.Empty(idle.BlockedBy);
        Assert.Equal("SELECT 42", idle.Query!.Split(';')[^1].Trim());
        Assert.NotNull(idle.XminAge);
        Assert.True(idle.TransactionMs >= idle.IdleMs && idle.IdleMs == idle.DurationMs);
        Assert.Null(idle.StatementMs);
        BackendActivity blocked = all[1];
        Assert.Equal((BackendState.Active, "Lock", "client backend"), (blocked.State!.Value, blocked.WaitEventType, blocked.BackendType));
        Assert.Equal([holder.ProcessId], blocked.BlockedBy);
        Assert.True(blocked.WaitMs <= blocked.StatementMs);
        // Before 14 nobody knows when the wait began.
        int version = await database.ValueAsync<int>("SELECT current_setting('server_version_num')");
        Assert.Equal(version < 140000, blocked.WaitIsUpperBound);
        Assert.All(all, a => Assert.Equal(("db", Severity.None), (a.Connection, a.Severity)));
    }

    [Fact]
    public async Task Filters_name_what_they_mean()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await using OtherSession reader = await OtherSession.OpenAsync(server.As(server.Sandbox.ReaderUserName, server.Sandbox.ReaderPassword, database.Name));
        await holder.RunAsync("BEGIN; LOCK TABLE public.rate_limits");
        await waiter.StartAsync(database, "SELECT count(*) FROM public.rate_limits");
        await reader.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();

        Assert.Equal([holder.ProcessId], Pids("-IdleInTransaction"));
        Assert.Equal([holder.ProcessId], Pids("-State IdleInTransaction, Idle"));
        Assert.Equal([waiter.ProcessId], Pids("-Blocked"));
        Assert.Equal([holder.ProcessId], Pids("-Blocking"));
        Assert.Equal([reader.ProcessId], Pids("-Role app_*"));
        Assert.Empty(Pids("-MinimumDuration 1h"));
        Assert.Equal(3, Pids("-MinimumDuration 1ms").Count);
        Assert.Equal([reader.ProcessId], Pids($"-ProcessId {reader.ProcessId}"));
        Assert.Equal([waiter.ProcessId], Pids("-State Active -Role postgres"));
        Assert.Single(Pids("-First 1 -Skip 1"));
        Assert.Equal(["BareNumberAsTime"], session.Run("Get-XmrtActivity -MinimumDuration 30").ErrorIds);
        // Who waits has a snapshot, too.
        Assert.Contains(reader.ProcessId, Pids("-HoldingXmin"));
        PwshResult missing = session.Run($"Get-XmrtActivity -ProcessId {reader.ProcessId}, 1");
        Assert.Equal(["BackendNotFound"], missing.ErrorIds);
        Assert.Contains("has no process 1:", missing.Errors[0].Exception.Message, StringComparison.Ordinal);

        IReadOnlyList<int?> Pids(string parameters) =>
        [
            .. session.Run($"Get-XmrtActivity -Database {database.Name} {parameters}").Succeeded().Of<BackendActivity>().Select(a => a.ProcessId),
        ];
    }

    [Fact]
    public async Task Idle_sessions_are_left_out_aloud_unless_they_keep_others_waiting()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession idle = await OtherSession.OpenAsync(database);
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await holder.RunAsync("SELECT pg_advisory_lock(4711)");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtActivity").Succeeded();

        Assert.DoesNotContain(result.Of<BackendActivity>(), a => a.ProcessId == idle.ProcessId || a.ProcessId == holder.ProcessId);
        Assert.Contains("left out; -All or -State Idle shows them.", result.Screen, StringComparison.Ordinal);
        Assert.Equal(
            new int?[] { holder.ProcessId, idle.ProcessId, waiter.ProcessId }.Order(),
            session.Run($"Get-XmrtActivity -Database {database.Name} -All").Succeeded().Of<BackendActivity>().Select(a => a.ProcessId).Order());

        await waiter.StartAsync(database, "SELECT pg_advisory_lock(4711)");
        BackendActivity blocking = Assert.Single(
            session.Run($"Get-XmrtActivity -Database {database.Name}").Succeeded().Of<BackendActivity>(), a => a.Blocks.Count > 0);
        Assert.Equal((holder.ProcessId, BackendState.Idle), (blocking.ProcessId, blocking.State!.Value));
    }

    [Fact]
    public async Task Our_own_sessions_are_left_out_and_a_colleagues_that_works_is_not()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession colleague = await OtherSession.OpenAsync(database);
        await colleague.RunAsync("SET application_name = 'XmrtOps/0.1.0 (New-XmrtIndex)'");
        await colleague.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();
        session.Set("url", database.Url);
        session.Run("$null = Connect-Xmrt $url -Name second -NoCurrent; Get-XmrtSystemStat -Connection second").Succeeded();

        IReadOnlyList<BackendActivity> all =
            session.Run($"Get-XmrtActivity -Database {database.Name} -All").Succeeded().Of<BackendActivity>();

        Assert.Equal([colleague.ProcessId], all.Select(a => a.ProcessId));
    }

    [Fact]
    public async Task What_the_role_may_not_see_is_counted_aloud()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run($"Set-StrictMode -Version Latest; $null = Connect-Xmrt $url; Get-XmrtActivity -Database {database.Name}").Succeeded();

        Assert.Contains(result.Warnings, w => w.EndsWith("hidden from role app_reader: grant pg_read_all_stats.", StringComparison.Ordinal));
        BackendActivity hidden = Assert.Single(result.Of<BackendActivity>(), a => a.ProcessId == other.ProcessId);
        Assert.True(hidden is { IsHidden: true, Query: null, State: null, DurationMs: null, Role: "postgres" });
        Assert.Contains("(hidden from this role)", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parallel_statement_is_one_session()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        // Its name before 16.
        int version = await database.ValueAsync<int>("SELECT current_setting('server_version_num')");
        await other.RunAsync($"SET {(version < 160000 ? "force_parallel_mode" : "debug_parallel_query")} = on");
        await other.RunAsync("SET parallel_leader_participation = off");
        _ = other.RunAsync("SELECT pg_sleep(600)");
        string worker = $"SELECT coalesce(min(pid), 0) FROM pg_stat_activity WHERE leader_pid = {other.ProcessId}";
        int workerId;
        while ((workerId = await database.ValueAsync<int>(worker)) == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        using PwshSession session = database.Connect();

        BackendActivity leader = Assert.Single(
            session.Run($"Get-XmrtActivity -Database {database.Name}").Succeeded().Of<BackendActivity>());
        Assert.Equal((other.ProcessId, 1), (leader.ProcessId, leader.ParallelWorkers));
        PwshResult refused = session.Run($"Get-XmrtActivity {workerId} -IncludeSystemBackend | Stop-XmrtActivity -Force").Succeeded();
        ActivityStop stop = Assert.Single(refused.Of<ActivityStop>());
        Assert.Equal(
            (StopOutcome.Refused, $"it is a parallel worker of pid {other.ProcessId}: stop that one"), (stop.Outcome, stop.Reason));
        session.Run($"Stop-XmrtActivity {other.ProcessId} -Terminate -Force").Succeeded();
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public async Task The_table_fits_80_columns_with_a_line_a_session(string culture)
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await holder.RunAsync("BEGIN; LOCK TABLE public.rate_limits");
        await waiter.StartAsync(database, "SELECT 'a text of several\n lines', count(*),\t'and long enough to be cut somewhere' FROM public.rate_limits");
        using PwshSession session = database.Connect(culture: culture);

        PwshResult result = session.Run($"Get-XmrtActivity -Database {database.Name}").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(result.ScreenLines, line => line.Contains("idle in tx", StringComparison.Ordinal) && line.Contains("blocks 1: ", StringComparison.Ordinal));
        Assert.Contains(result.ScreenLines, line =>
            line.Contains($"by {holder.ProcessId}: SELECT 'a", StringComparison.Ordinal) && line.EndsWith('…'));
    }

    [Fact]
    public async Task A_warm_question_takes_two_round_trips()
    {
        await using TestDatabase database = await server.CopyAsync();
        using CountingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url; Get-XmrtActivity; Get-XmrtLock").Succeeded();

        int before = proxy.RoundTrips;
        session.Run("Get-XmrtActivity").Succeeded();
        Assert.Equal(2, proxy.RoundTrips - before);
        session.Run("Get-XmrtLock").Succeeded();
        Assert.Equal(4, proxy.RoundTrips - before);
    }

    [Fact]
    public async Task It_answers_while_the_busiest_table_is_locked_and_through_a_transaction_pooler()
    {
        Assert.SkipUnless(PgBouncer.Program is not null, "There is no pgbouncer on this machine.");
        await using TestDatabase database = await server.CopyAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(server);
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession waiter = await OtherSession.OpenAsync(database);
        await holder.RunAsync("BEGIN; LOCK TABLE public.webhook_logs, public.conversation_messages");
        Task blocked = await waiter.StartAsync(database, "SELECT count(*) FROM public.webhook_logs");
        using PwshSession session = new();
        session.Set("url", database.UrlOf("postgres", server.Sandbox.Password, pooler.Port));
        session.Run("$null = Connect-Xmrt $url -Name pooled").Succeeded();

        PwshResult result = session.Run($"Get-XmrtLock {waiter.ProcessId} | Stop-XmrtActivity -Terminate -Force").Succeeded();

        ActivityStop stop = Assert.Single(result.Of<ActivityStop>());
        Assert.Equal((holder.ProcessId, StopOutcome.Stopped), (stop.ProcessId, stop.Outcome));
        await blocked;
    }
}
