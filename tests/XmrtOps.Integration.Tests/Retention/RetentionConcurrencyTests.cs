using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

public sealed class RetentionConcurrencyTests(SandboxServer server)
{
    private const string Count = "SELECT count(*) FROM public.webhook_logs";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_others_hold_are_gone_around_and_counted()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        long old = await database.ValueAsync<long>($"{Count} WHERE created_at < now() - interval '30 days'");
        await using SessionLock held = await SessionLock.TakeAsync(
            server,
            database,
            "UPDATE public.webhook_logs SET status = status WHERE id IN (SELECT id FROM public.webhook_logs WHERE created_at < now() - interval '60 days' ORDER BY id LIMIT 25)");

        RetentionResult result = Assert.Single(session.Run("Remove-XmrtLog 30d -IncludePending -Force").Succeeded().Of<RetentionResult>());
        await held.RunAsync("ROLLBACK");
        RetentionResult again = Assert.Single(session.Run("Remove-XmrtLog 30d -IncludePending -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((old - 25, 25, StopReason.Completed), (result.Deleted, result.SkippedLocked, result.StoppedBecause));
        Assert.Equal((25, 0), (again.Deleted, again.SkippedLocked));
    }

    [Theory]
    [InlineData("Remove-XmrtLog 1d -IncludePending -BatchTarget 20ms -Force", "webhook_logs")]
    [InlineData("Remove-XmrtLog 1d -Table eliza_activity_log -BatchTarget 20ms -Force", "eliza_activity_log")]
    [InlineData("Remove-XmrtConversation 30d -BatchTarget 50ms -Force", "conversation_sessions")]
    public async Task Two_runs_at_once_neither_fail_nor_count_a_row_twice(string script, string table)
    {
        await using TestDatabase database = await server.CopyAsync();
        long before = await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}");
        using PwshSession one = database.Connect("one");
        using PwshSession other = database.Connect("other");

        PwshRun[] runs = [one.Start(script), other.Start(script)];
        PwshResult[] results = [await runs[0].Completion, await runs[1].Completion];

        Assert.All(results, result => result.Succeeded());
        long deleted = results.Sum(result => Assert.Single(result.Of<RetentionResult>()).Deleted);
        Assert.Equal(before, deleted + await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}"));
        // What one went around because the other held it, the other has deleted, or a third run does.
        one.Run(script).Succeeded();
        Assert.Equal(0, Assert.Single(one.Run(script).Succeeded().Of<RetentionResult>()).Preview.Rows);
    }

    [Theory]
    // Nobody else's, or in use when the other run comes, so that it goes through its rows; or a number of rows is asked for.
    [InlineData("", null)]
    [InlineData("", 5000L)]
    [InlineData("LOCK TABLE public.events_2021b IN ACCESS SHARE MODE", null)]
    public async Task Partitions_that_another_run_has_dropped_are_that_ones_to_count(string held, long? maximumRows)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(RetentionPartitionTests.Setup);
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = new()
        {
            Table = new RelationName("public", "events"),
            TimeColumn = "at",
            CutoffAt = _ => new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero),
            Age = ("OlderThan", "2022-07-01Z"),
        };
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);

        RetentionResult first;
        await using (SessionLock? reader = held.Length == 0 ? null : await SessionLock.TakeAsync(server, database, held))
        {
            first = Assert.Single(session.Run(RetentionPartitionTests.Command).Succeeded().Of<RetentionResult>());
        }

        await database.RunAsync("DROP TABLE IF EXISTS public.events_2020, public.events_2021");
        RetentionResult second = await new RetentionJob(connection, plan, preview, new RetentionOptions { MaximumRows = maximumRows }, null)
            .RunAsync(null, new Silence("test"), Cancellation);

        Assert.Equal(1096, first.Deleted);
        Assert.Equal((1096, 0L, StopReason.Completed), (preview.Rows, second.Deleted, second.StoppedBecause));
        Assert.Equal((0L, 0L), (second.SkippedLocked, second.Uncertain));
        Assert.Empty(second.DroppedPartitions);
        Assert.Equal(1501 - 1096, await database.ValueAsync<long>("SELECT count(*) FROM public.events"));
    }

    [Fact]
    public async Task Three_batches_without_their_locks_end_the_run()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await using SessionLock held = await SessionLock.TakeAsync(
            server, database, "LOCK TABLE public.webhook_logs IN SHARE MODE");

        RetentionResult result = Assert.Single(session.Run("Remove-XmrtLog 30d -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((0, StopReason.LocksHeld), (result.Deleted, result.StoppedBecause));
        Assert.Contains(result.Next, step => step.StartsWith("Get-XmrtLock", StringComparison.Ordinal));
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task Who_waits_for_a_batch_gets_smaller_batches_and_a_pause()
    {
        await using TestDatabase database = await server.CopyAsync();
        // Each batch takes as long as it takes to see that somebody waits, or two seconds.
        await database.RunAsync(
            """
            CREATE FUNCTION public.until_waited_for() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                FOR i IN 1 .. 80 LOOP
                    EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pg_backend_pid() = ANY (pg_blocking_pids(pid)));
                    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01);
                END LOOP;
                RETURN NULL;
            END $$;
            CREATE TRIGGER slow AFTER DELETE ON public.webhook_logs FOR EACH STATEMENT EXECUTE FUNCTION public.until_waited_for();
            """);
        using PwshSession session = database.Connect();
        PwshRun run = session.Start("Remove-XmrtLog 30d -IncludePending -AllowTriggers -MaximumDuration 4s -BatchTarget 5s -Force");
        while (!run.Completion.IsCompleted)
        {
            // Waits for the batch under way, and holds no row that the next one would go around.
            await database.RunAsync("BEGIN; LOCK TABLE public.webhook_logs IN SHARE MODE; COMMIT");
            await Task.Delay(5, Cancellation);
        }

        RetentionResult result = Assert.Single((await run.Completion).Succeeded().Of<RetentionResult>());
        Assert.True(result.PausedMs > 0);
    }

    [Fact]
    public async Task It_works_through_a_transaction_pooler()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "pgbouncer is not installed.");
        await using TestDatabase database = await server.CopyAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(server);
        long old = await database.ValueAsync<long>($"{Count} WHERE created_at < now() - interval '30 days'");
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, pooler.Port));
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        Assert.Equal(old, Assert.Single(session.Run("Remove-XmrtLog 30d -IncludePending -Force").Succeeded().Of<RetentionResult>()).Deleted);
        Assert.True(Assert.Single(session.Run("Remove-XmrtConversation 90d -Force").Succeeded().Of<RetentionResult>()).CascadedRows > 0);
    }
}
