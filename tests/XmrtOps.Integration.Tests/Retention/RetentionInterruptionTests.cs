using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Sandbox;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Whatever ends a run in the middle: whole batches are done, the account is right, and the next run goes on.</summary>
public sealed class RetentionInterruptionTests(SandboxServer server)
{
    private const string Count = "SELECT count(*) FROM public.webhook_logs";

    // A run that takes long enough to be met in the middle: some dozen batches with a pause after each.
    private const string Slowly = "Remove-XmrtLog 1d -IncludePending -BatchTarget 10ms -Throttle 300ms -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopping_tells_on_the_console_and_in_the_journal_what_was_done()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect("stopped");
        PwshRun run = session.Start(Slowly);
        await UntilDeletingAsync(database);

        PwshResult result = await run.StopAsync();

        Assert.True(result.WasStopped);
        long left = await database.ValueAsync<long>(Count);
        string account = $"deleted {21_000 - left:N0} rows of webhook_logs";
        Assert.InRange(left, 2_000, 20_900);
        JournalEntry entry = Assert.Single(database.Journal(session));
        Assert.Equal(JournalState.Succeeded, entry.State);
        Assert.StartsWith(account, entry.Result, StringComparison.Ordinal);
        Assert.Contains("stopped by Ctrl+C", entry.Result, StringComparison.Ordinal);
        Assert.Contains(account, result.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
        await GoesOnAsync(database, session, left);
    }

    [Fact]
    public async Task A_connection_that_is_cut_ends_it_with_the_account()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect("cut");
        PwshRun run = session.Start("Remove-XmrtLog 1d -IncludePending -BatchTarget 10ms -Throttle 50ms -Force");
        await UntilDeletingAsync(database);

        // Cut it until it notices: between two batches it has no statement under way.
        while (!run.Completion.IsCompleted)
        {
            await database.RunAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        PwshResult result = await run.Completion;
        long left = await database.ValueAsync<long>(Count);
        RetentionResult account = Assert.Single(result.Output.Select(output => output!.BaseObject).OfType<RetentionResult>());
        Assert.Equal(StopReason.Failed, account.StoppedBecause);
        Assert.Equal(21_000 - left, account.Deleted + account.Uncertain);
        Assert.Equal(0, account.Uncertain);
        Assert.Contains(Assert.Single(result.ErrorIds), new[] { "ConnectionLost", "OutcomeUnknown" });
        Assert.Contains($"deleted {account.Deleted:N0} rows of webhook_logs", result.Errors[0].ToString(), StringComparison.Ordinal);
        // The last cut may have met connections that lay idle in the pool: each is noticed when it is used next.
        while (session.Run("$null = Get-XmrtSystemStat").Errors.Count > 0)
        {
        }

        await GoesOnAsync(database, session, left);
    }

    [Fact]
    public async Task A_disk_that_is_full_in_the_middle_ends_it_with_whole_batches_and_what_to_do()
    {
        await using TestDatabase database = await server.CopyAsync();
        // Positions of sequences stay when a transaction is taken back: it is full from then on.
        await database.RunAsync(
            """
            CREATE SEQUENCE public.room;
            CREATE FUNCTION public.take_room() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                IF nextval('public.room') > 5000 THEN
                    RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
                END IF;
                RETURN OLD;
            END $$;
            CREATE TRIGGER take_room BEFORE DELETE ON public.webhook_logs FOR EACH ROW EXECUTE FUNCTION public.take_room()
            """);
        using PwshSession session = database.Connect("full");

        PwshResult result = session.Run("Remove-XmrtLog 1d -IncludePending -BatchTarget 10ms -AllowTriggers -Force");

        long left = await database.ValueAsync<long>(Count);
        Assert.Equal(["ServerDiskFull"], result.ErrorIds);
        RetentionResult account = Assert.Single(result.Output.Select(output => output!.BaseObject).OfType<RetentionResult>());
        Assert.Equal((StopReason.Failed, 21_000 - left, 0L), (account.StoppedBecause, account.Deleted, account.Uncertain));
        Assert.InRange(account.Deleted, 1, 5000);
        Assert.Contains($"deleted {account.Deleted:N0} rows of webhook_logs", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("Get-XmrtTable", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        JournalEntry entry = Assert.Single(database.Journal(session));
        Assert.Equal(JournalState.Failed, entry.State);
        await database.RunAsync("DROP TRIGGER take_room ON public.webhook_logs");
        await GoesOnAsync(database, session, left);
    }

    [Fact]
    public async Task A_server_that_is_killed_loses_no_row_and_keeps_none_that_was_accounted_for()
    {
        await using RunningSandbox sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Name = $"killed-{Environment.ProcessId}", PostgresBin = SandboxServer.PostgresBin },
            progress: null,
            Cancellation);
        using PwshSession session = new();
        session.Set("url", $"postgresql://{sandbox.UserName}:{sandbox.Password}@{sandbox.Host}:{sandbox.Port}/{sandbox.Database}?sslmode=disable");
        session.Run("$null = Connect-Xmrt $url -Name doomed").Succeeded();
        PwshRun run = session.Start(Slowly);
        await run.UntilAsync(said => said.Progress.Any(p => p.StatusDescription.Contains("rows deleted", StringComparison.Ordinal)), Cancellation);

        await sandbox.DisposeAsync();

        PwshResult result = await run.Completion;
        RetentionResult account = Assert.Single(result.Output.Select(output => output!.BaseObject).OfType<RetentionResult>());
        Assert.Equal(StopReason.Failed, account.StoppedBecause);
        Assert.True(account.Deleted > 0);
        Assert.Contains($"deleted {account.Deleted:N0} rows", result.Errors[0].ToString(), StringComparison.Ordinal);
        JournalEntry entry = Assert.Single(session.Run("Get-XmrtJournal -All | Where-Object Connection -eq doomed").Succeeded().Of<JournalEntry>());
        Assert.NotEqual(JournalState.Succeeded, entry.State);
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_whole_batches_and_an_interrupted_entry()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        await using TestDatabase database = await server.CopyAsync();
        Dictionary<string, long> before = await RemoveConversationTests.CountAsync(database);
        long orphans = await OrphansAsync(database);
        using ShellProcess shell = ShellProcess.Start(
            ["-Command", $"$null = Connect-Xmrt '{database.Url}' -Name killed; Remove-XmrtConversation 30d -Throttle 20ms -Force"], Cancellation);
        while (await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions") > before["conversation_sessions"] - 20)
        {
            await Task.Delay(10, Cancellation);
        }

        await shell.SignalAsync("KILL", Cancellation);
        await shell.EndAsync(Cancellation);
        // The server may still be at a batch: it ends by itself.
        while (await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'XmrtOps%'") > 0)
        {
            await Task.Delay(10, Cancellation);
        }

        Dictionary<string, long> between = await RemoveConversationTests.CountAsync(database);
        Assert.InRange(between["conversation_sessions"], 1, before["conversation_sessions"] - 20);
        // No message without its session, and no session without its messages.
        Assert.Equal(orphans, await OrphansAsync(database));
        using PwshSession session = database.Connect("after");
        Assert.Equal(JournalState.Interrupted, Assert.Single(database.Journal(session)).State);
        RetentionResult rest = Assert.Single(session.Run("Remove-XmrtConversation 30d -Force").Succeeded().Of<RetentionResult>());
        Dictionary<string, long> after = await RemoveConversationTests.CountAsync(database);
        Assert.Equal(between["conversation_sessions"], after["conversation_sessions"] + rest.Deleted);
        Assert.All(
            rest.Cascades.Where(cascade => cascade.IsDeleted),
            cascade => Assert.Equal(between[cascade.Table], after[cascade.Table] + cascade.Rows));
    }

    private static async Task GoesOnAsync(TestDatabase database, PwshSession session, long left)
    {
        RetentionResult rest = Assert.Single(session.Run("Remove-XmrtLog 1d -IncludePending -Force").Succeeded().Of<RetentionResult>());
        Assert.Equal(StopReason.Completed, rest.StoppedBecause);
        Assert.Equal(left, await database.ValueAsync<long>(Count) + rest.Deleted);
        Assert.Equal(0, await database.ValueAsync<long>($"{Count} WHERE created_at < now() - interval '1 day'"));
    }

    private static async Task UntilDeletingAsync(TestDatabase database)
    {
        while (await database.ValueAsync<long>(Count) == 21_000)
        {
            await Task.Delay(5, Cancellation);
        }
    }

    private static Task<long> OrphansAsync(TestDatabase database) => database.ValueAsync<long>(
        """
        SELECT (SELECT count(*) FROM public.conversation_messages c WHERE NOT EXISTS (
                   SELECT FROM public.conversation_sessions s WHERE s.id = c.session_id))
             + (SELECT count(*) FROM public.conversation_history c WHERE NOT EXISTS (
                   SELECT FROM public.conversation_sessions s WHERE s.id = c.session_id))
        """);
}
