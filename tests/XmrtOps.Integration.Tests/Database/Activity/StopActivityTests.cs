using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Activity;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;

namespace XmrtOps.Integration.Tests.Database.Activity;

public sealed class StopActivityTests(SandboxServer server)
{
    [Fact]
    public async Task A_statement_is_asked_about_cancelled_and_recorded_and_its_session_goes_on()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        Task running = await other.StartAsync(database, "SELECT pg_sleep(600), 's3cret'");
        using PwshSession session = database.Connect("practice");

        PwshResult result = session.Run($"Get-XmrtActivity -ProcessId {other.ProcessId} | Stop-XmrtActivity", "Yes").Succeeded();

        PwshPrompt prompt = Assert.Single(result.Prompts);
        Assert.StartsWith(
            $"practice (127.0.0.1): cancel the statement of pid {other.ProcessId} (postgres, tests) from 127.0.0.1, which has run for ",
            prompt.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("SELECT pg_sleep(600), 's3cret'", prompt.Message, StringComparison.Ordinal);
        ActivityStop stop = Assert.Single(result.Of<ActivityStop>());
        Assert.Equal(
            (StopOutcome.Stopped, StopAction.Cancel, BackendState.Active, BackendState.Idle),
            (stop.Outcome, stop.Action, stop.StateBefore!.Value, stop.StateAfter!.Value));
        Assert.InRange(stop.WaitedMs!.Value, 0, 5000);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => running);
        await other.RunAsync("SELECT 1");
        PwshResult journal = session.Run($"Get-XmrtJournal -All | Where-Object Id -eq '{stop.JournalId}' | ForEach-Object {{ $_.Summary; $_.Result; $_.State; $_.Parameters.Values }}").Succeeded();
        Assert.Contains("Stopped", journal.Output.Select(o => o!.ToString()));
        Assert.DoesNotContain("s3cret", journal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_and_what_if_stop_nothing()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        Task running = await other.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run($"Stop-XmrtActivity {other.ProcessId}", "No").Succeeded().Output);
        PwshResult whatIf = session.Run($"Stop-XmrtActivity {other.ProcessId} -Terminate -Force -WhatIf").Succeeded();
        Assert.Empty(whatIf.Output);
        Assert.Contains("What if: db (127.0.0.1): end the session of pid", whatIf.Screen, StringComparison.Ordinal);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task An_idle_transaction_has_nothing_to_cancel_and_is_terminated()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.RunAsync("BEGIN; DELETE FROM public.rate_limits");
        using PwshSession session = database.Connect();
        string idle = $"Get-XmrtActivity -IdleInTransaction -Database {database.Name} | Stop-XmrtActivity -Force";

        ActivityStop refused = Assert.Single(session.Run(idle).Succeeded().Of<ActivityStop>());
        Assert.Equal((StopOutcome.Refused, null, null), (refused.Outcome, refused.JournalId, refused.WaitedMs));
        Assert.Contains("-Terminate ends the session", refused.Reason, StringComparison.Ordinal);

        PwshResult result = session.Run($"{idle} -Terminate").Succeeded();
        ActivityStop ended = Assert.Single(result.Of<ActivityStop>());
        Assert.Equal((StopOutcome.Stopped, other.ProcessId, null), (ended.Outcome, ended.ProcessId, ended.StateAfter));
        Assert.Equal(0, await database.ValueAsync<int>($"SELECT count(*) FROM pg_stat_activity WHERE pid = {other.ProcessId}"));
        Assert.NotEqual(0, await database.ValueAsync<int>("SELECT count(*) FROM public.rate_limits"));
        Assert.Empty(session.Run(idle).Succeeded().Output);
    }

    [Fact]
    public async Task What_was_cancelled_in_a_transaction_leaves_a_failed_one()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.RunAsync("BEGIN");
        await other.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();

        ActivityStop stop = Assert.Single(session.Run($"Stop-XmrtActivity {other.ProcessId} -Force").Succeeded().Of<ActivityStop>());

        Assert.Equal((StopOutcome.Stopped, BackendState.IdleInTransactionAborted), (stop.Outcome, stop.StateAfter!.Value));
        Assert.Contains("waits for its client to roll back", stop.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_statement_and_the_next_owner_of_a_pid_are_not_stopped()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();
        session.Run($"$shown = Get-XmrtActivity -ProcessId {other.ProcessId}; $null = $shown | Stop-XmrtActivity -Force").Succeeded();
        Task next = await other.StartAsync(database, "SELECT pg_sleep(601)");

        ActivityStop cancel = Assert.Single(session.Run("$shown | Stop-XmrtActivity -Force").Succeeded().Of<ActivityStop>());
        ActivityStop terminate = Assert.Single(session.Run("$shown | Stop-XmrtActivity -Terminate -Force").Succeeded().Of<ActivityStop>());

        Assert.Equal((StopOutcome.MovedOn, "the statement that was shown has ended", null), (cancel.Outcome, cancel.Reason, cancel.JournalId));
        Assert.Equal((StopOutcome.MovedOn, "the transaction that was shown has ended"), (terminate.Outcome, terminate.Reason));
        Assert.False(next.IsCompleted);

        // The same where it happens between the question and the answer: the statement that signals compares again.
        XmrtConnection connection = session.Run("Get-XmrtConnection").Succeeded().Of<XmrtConnection>()[0];
        BackendActivity stale = (BackendActivity)((System.Management.Automation.PSObject)session.Get("shown")!).BaseObject;
        foreach (BackendActivity meant in new[] { stale, stale with { BackendStart = stale.BackendStart!.Value.AddMicroseconds(-1) } })
        {
            foreach (StopAction action in Enum.GetValues<StopAction>())
            {
                ActivityStop stop = await BackendStopper.StopAsync(
                    connection, meant, action, TimeSpan.FromSeconds(1), new Silence("test"), TestContext.Current.CancellationToken);
                Assert.Equal((StopOutcome.MovedOn, null), (stop.Outcome, stop.WaitedMs));
            }
        }

        Assert.False(next.IsCompleted);
        session.Run($"Stop-XmrtActivity {other.ProcessId} -Terminate -Force").Succeeded();
        Assert.Equal(StopOutcome.Gone, Assert.Single(session.Run("$shown | Stop-XmrtActivity -Force").Succeeded().Of<ActivityStop>()).Outcome);
        Assert.Equal(["BackendNotFound"], session.Run($"Stop-XmrtActivity {other.ProcessId} -Force").ErrorIds);
    }

    [Fact]
    public async Task What_ignores_the_signal_is_still_running()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await other.StartAsync(
            database,
            "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Stop-XmrtActivity {other.ProcessId} -Force -Timeout 300ms").Succeeded();

        ActivityStop stop = Assert.Single(result.Of<ActivityStop>());
        Assert.Equal(StopOutcome.StillRunning, stop.Outcome);
        Assert.Matches(@"has not within 0\.3 s; it waits for Timeout/PgSleep", stop.Reason);
        Assert.InRange(stop.WaitedMs!.Value, 300, 10_000);
        Assert.Equal(
            StopOutcome.Stopped,
            session.Run($"Stop-XmrtActivity {other.ProcessId} -Terminate -Force").Succeeded().Of<ActivityStop>()[0].Outcome);
        Assert.Equal(["DurationOutOfRange"], session.Run("Stop-XmrtActivity 1 -Timeout 5m").ErrorIds);
    }

    [Fact]
    public async Task Permissions_are_named_and_superusers_take_a_switch()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(database);
        await using OtherSession superuser = await OtherSession.OpenAsync(server.Administrator(database.Name));
        Task others = await other.StartAsync(database, "SELECT pg_sleep(600)");
        Task superusers = await superuser.StartAsync(database, "SELECT pg_sleep(600)");
        using PwshSession session = database.Connect();
        session.Set("reader", database.ReaderUrl);
        session.Set("admin", database.AdministratorUrl);
        session.Run("$null = Connect-Xmrt $reader -Name reader -NoCurrent; $null = Connect-Xmrt $admin -Name admin -NoCurrent").Succeeded();

        PwshResult plain = session.Run($"Stop-XmrtActivity {other.ProcessId} -Connection reader -Force");
        Assert.Equal(["PermissionDenied"], plain.ErrorIds);
        Assert.Contains("GRANT pg_signal_backend TO app_reader", plain.Errors[0].Exception.Message, StringComparison.Ordinal);
        PwshResult aboveUs = session.Run($"Stop-XmrtActivity {superuser.ProcessId} -IncludeSystemBackend -Force");
        Assert.Equal(["PermissionDenied"], aboveUs.ErrorIds);
        Assert.Contains("superuser supabase_admin: only a superuser may", aboveUs.Errors[0].Exception.Message, StringComparison.Ordinal);
        ActivityStop refused = Assert.Single(
            session.Run($"Stop-XmrtActivity {superuser.ProcessId} -Connection admin -Force").Succeeded().Of<ActivityStop>());
        Assert.Equal((StopOutcome.Refused, "supabase_admin is a superuser: -IncludeSystemBackend insists"), (refused.Outcome, refused.Reason));
        Assert.False(others.IsCompleted || superusers.IsCompleted);

        Assert.Equal(
            StopOutcome.Stopped,
            session.Run($"Stop-XmrtActivity {superuser.ProcessId} -Connection admin -Force -IncludeSystemBackend").Succeeded().Of<ActivityStop>()[0].Outcome);
    }

    [Fact]
    public async Task It_stops_neither_itself_nor_the_servers_own_processes()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        session.Set("admin", database.AdministratorUrl);
        session.Run("$null = Connect-Xmrt $admin -Name admin; $null = Get-XmrtActivity").Succeeded();
        int own = await database.ValueAsync<int>(
            $"SELECT min(pid) FROM pg_stat_activity WHERE datname = '{database.Name}' AND usename = 'supabase_admin' AND application_name LIKE 'XmrtOps/%'");
        int ours = await database.ValueAsync<int>(
            $"SELECT min(pid) FROM pg_stat_activity WHERE datname = '{database.Name}' AND usename = 'postgres' AND application_name LIKE 'XmrtOps/%'");
        int checkpointer = await database.ValueAsync<int>("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");

        Assert.Equal(["OwnBackend"], session.Run($"Stop-XmrtActivity {own} -Terminate -Force -IncludeSystemBackend").ErrorIds);
        ActivityStop pooled = Assert.Single(
            session.Run($"Stop-XmrtActivity {ours} -Terminate -Force -IncludeSystemBackend").Succeeded().Of<ActivityStop>());
        Assert.Equal((StopOutcome.Refused, "it is a connection that XmrtOps itself keeps open"), (pooled.Outcome, pooled.Reason));
        ActivityStop withoutSwitch = Assert.Single(
            session.Run($"Stop-XmrtActivity {checkpointer} -Terminate -Force").Succeeded().Of<ActivityStop>());
        Assert.Contains("(checkpointer): -IncludeSystemBackend insists", withoutSwitch.Reason, StringComparison.Ordinal);
        ActivityStop insisted = Assert.Single(
            session.Run($"Stop-XmrtActivity {checkpointer} -Terminate -Force -IncludeSystemBackend").Succeeded().Of<ActivityStop>());
        Assert.Equal(
            (StopOutcome.Refused, "the server does not let this process be signalled"), (insisted.Outcome, insisted.Reason));
    }

    [Fact]
    public async Task A_tree_of_locks_is_ended_at_its_root_and_nowhere_else()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using OtherSession holder = await OtherSession.OpenAsync(database);
        await using OtherSession first = await OtherSession.OpenAsync(database);
        await using OtherSession second = await OtherSession.OpenAsync(database);
        await holder.RunAsync("BEGIN; LOCK TABLE public.rate_limits");
        Task[] waiting =
        [
            await first.StartAsync(database, "SELECT count(*) FROM public.rate_limits"),
            await second.StartAsync(database, "SELECT count(*) FROM public.rate_limits"),
        ];
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Get-XmrtLock {first.ProcessId} | Stop-XmrtActivity -Terminate", "Yes").Succeeded();

        Assert.Contains("and keeps 2 others waiting; its transaction is rolled back", Assert.Single(result.Prompts).Message, StringComparison.Ordinal);
        ActivityStop stop = Assert.Single(result.Of<ActivityStop>());
        Assert.Equal((holder.ProcessId, StopOutcome.Stopped, 2), (stop.ProcessId, stop.Outcome, stop.Blocked));
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_record_of_another_connection_stops_on_that_one_or_nowhere()
    {
        await using TestDatabase here = await server.CopyAsync();
        await using TestDatabase there = await server.CopyAsync();
        await using OtherSession other = await OtherSession.OpenAsync(there);
        Task running = await other.StartAsync(there, "SELECT pg_sleep(600)");
        using PwshSession session = here.Connect("here");
        session.Set("there", there.Url);
        session.Run($"$null = Connect-Xmrt $there -Name there -NoCurrent; $shown = Get-XmrtActivity {other.ProcessId} -Connection there").Succeeded();
        session.Run("Disconnect-Xmrt -Connection there").Succeeded();

        Assert.Equal(["UnknownConnection"], session.Run("$shown | Stop-XmrtActivity -Force").ErrorIds);
        Assert.False(running.IsCompleted);
    }
}
