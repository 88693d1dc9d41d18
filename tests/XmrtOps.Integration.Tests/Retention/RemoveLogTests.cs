using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

public sealed class RemoveLogTests(SandboxServer server)
{
    private const string Count = "SELECT count(*) FROM public.webhook_logs";

    // What the issue calls finished, written down a second time.
    private const string Finished =
        """
        (event_source IS NOT NULL AND processing_status IN ('completed', 'dispatched', 'partial_failure')
         OR event_source IS NULL AND status NOT IN ('pending', 'processing'))
        """;

    private const string Old = "created_at < now() - interval '30 days'";

    [Fact]
    public async Task A_preview_tells_all_and_changes_nothing()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("UPDATE cron.job SET database = current_database()");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Remove-XmrtLog 30d -WhatIf").Succeeded();

        RetentionPreview preview = Assert.Single(result.Of<RetentionPreview>());
        Assert.Equal(await database.ValueAsync<long>($"{Count} WHERE {Old} AND {Finished}"), preview.Rows);
        Assert.Equal(await database.ValueAsync<long>($"{Count} WHERE {Old} AND NOT {Finished}"), preview.PendingRows);
        Assert.Equal(
            await database.ValueAsync<long>($"{Count} WHERE {Old} AND event_source IS NOT NULL AND trigger_operation = 'INSERT'"),
            preview.StuckRows);
        Assert.Equal(await database.ValueAsync<long>($"{Count} WHERE created_at IS NULL"), preview.NullTimeRows);
        Assert.Equal(RetentionStrategy.PageRanges, preview.Strategy);
        Finding cron = Assert.Single(preview.Findings, finding => finding.Code == "CronJobDeletes");
        Assert.Contains("hourly-maintenance", cron.Reason, StringComparison.Ordinal);
        Assert.Contains(preview.Findings, finding => finding.Code == "PendingKept");
        Assert.Contains(preview.Findings, finding => finding.Code == "NullTimes");
        // Broken between words.
        Assert.Contains(result.ScreenLines, line => line.EndsWith(" already deletes from this table by a statement of its", StringComparison.Ordinal));
        Assert.Contains($"delete {preview.Rows:N0} rows of webhook_logs", result.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
        Assert.Empty(database.Journal(session));
    }

    [Fact]
    public async Task Old_finished_rows_go_and_all_others_stay()
    {
        await using TestDatabase database = await server.CopyAsync();
        long old = await database.ValueAsync<long>($"{Count} WHERE {Old} AND {Finished}");
        string kept = await database.ValueAsync<string>(
            $"SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM public.webhook_logs WHERE ({Old} AND {Finished}) IS NOT TRUE");
        using PwshSession session = database.Connect("logs");

        PwshResult result = session.Run("Remove-XmrtLog 30d", "Yes").Succeeded();

        PwshPrompt prompt = Assert.Single(result.Prompts);
        Assert.Contains($"logs (127.0.0.1): delete {old:N0} rows of webhook_logs", prompt.Message, StringComparison.Ordinal);
        RetentionResult removed = Assert.Single(result.Of<RetentionResult>());
        Assert.Equal((old, StopReason.Completed), (removed.Deleted, removed.StoppedBecause));
        Assert.Equal((0, 0, 0), (removed.SkippedLocked, removed.SkippedChanged, removed.Uncertain));
        Assert.InRange(removed.Batches, 2, 100);
        Assert.Contains("VACUUM (ANALYZE) \"public\".\"webhook_logs\";", removed.Next);
        Assert.Equal(21_000 - old, await database.ValueAsync<long>(Count));
        Assert.Equal(kept, await database.ValueAsync<string>("SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM public.webhook_logs"));
        XmrtOps.State.JournalEntry entry = Assert.Single(session
            .Run($"Get-XmrtJournal -All | Where-Object Id -eq {removed.JournalId}").Succeeded().Of<XmrtOps.State.JournalEntry>());
        Assert.Equal(XmrtOps.State.JournalState.Succeeded, entry.State);
        Assert.StartsWith($"deleted {old:N0} rows of webhook_logs", entry.Result, StringComparison.Ordinal);

        // Safe to run twice; nothing is asked where nothing is to be done.
        Assert.Equal(0, Assert.Single(session.Run("Remove-XmrtLog 30d").Succeeded().Of<RetentionResult>()).Deleted);
    }

    [Fact]
    public async Task No_is_no()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run("Remove-XmrtLog 30d", "No").Succeeded().Output);
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task Pending_work_goes_only_when_asked_for()
    {
        await using TestDatabase database = await server.CopyAsync();
        long old = await database.ValueAsync<long>($"{Count} WHERE {Old}");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Remove-XmrtLog 30d -IncludePending -Force").Succeeded();

        Assert.Equal(old, Assert.Single(result.Of<RetentionResult>()).Deleted);
        Assert.Contains(result.Warnings, warning => warning.Contains("still pending in the work queue", StringComparison.Ordinal));
        Assert.Equal(0, await database.ValueAsync<long>($"{Count} WHERE {Old}"));
    }

    [Fact]
    public async Task A_status_that_is_not_known_is_not_finished()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.webhook_logs;
            INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation, status, created_at)
            VALUES ('a', 't', 'INSERT', NULL, now() - interval '1 year'), ('b', 't', 'INSERT', 'completed', '-infinity'),
                   ('c', 't', 'INSERT', 'completed', 'infinity'), ('d', 't', 'INSERT', 'completed', now());
            """);
        using PwshSession session = database.Connect();

        Assert.Equal(1, Assert.Single(session.Run("Remove-XmrtLog 30d -Force").Succeeded().Of<RetentionResult>()).Deleted);
        Assert.Equal("a,c,d", await database.ValueAsync<string>("SELECT string_agg(webhook_name, ',' ORDER BY 1) FROM public.webhook_logs"));
    }

    [Theory]
    [InlineData("eliza_activity_log", "created_at", RetentionStrategy.IndexOrder)]
    [InlineData("api_call_logs", "called_at", RetentionStrategy.PageRanges)]
    [InlineData("vercel_function_logs", "invoked_at", RetentionStrategy.IndexOrder)]
    public async Task Any_table_with_a_time_goes_by_an_index_or_by_its_pages(string table, string column, RetentionStrategy strategy)
    {
        await using TestDatabase database = await server.CopyAsync();
        long before = await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}");
        long old = await database.ValueAsync<long>($"SELECT count(*) FROM public.{table} WHERE {column} < now() - interval '20 days'");
        using PwshSession session = database.Connect();

        RetentionResult result = Assert.Single(session
            .Run($"Remove-XmrtLog 20d -Table {table} -TimeColumn {column} -Force").Succeeded().Of<RetentionResult>());

        Assert.True(old > 0);
        Assert.Equal(strategy, result.Preview.Strategy);
        Assert.Equal(old, result.Deleted);
        Assert.Equal(before - old, await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}"));
    }

    [Theory]
    [InlineData("timestamptz")]
    [InlineData("timestamp")]
    [InlineData("date")]
    [InlineData("stamp")]
    public async Task Times_of_all_types_and_odd_names(string type)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            $""""
             CREATE SCHEMA "Odd.One";
             CREATE DOMAIN "Odd.One".stamp AS timestamptz;
             SET search_path = "Odd.One", public;
             CREATE TABLE "My ""Log""" (id bigint PRIMARY KEY, "At 'x'" {type});
             INSERT INTO "My ""Log""" SELECT i, now() - i * interval '1 day' FROM generate_series(0, 99) i;
             GRANT ALL ON SCHEMA "Odd.One" TO postgres;
             GRANT ALL ON "My ""Log""" TO postgres;
             """");
        using PwshSession session = database.Connect();

        foreach (bool isIndexed in new[] { false, true })
        {
            // The oldest half by pages, the next by the index.
            RetentionResult result = Assert.Single(session.Run(
                $$""""Remove-XmrtLog {{(isIndexed ? "20d" : "50d")}} -Table '"Odd.One"."My ""Log"""' -TimeColumn "At 'x'" -Force"""")
                .Succeeded().Of<RetentionResult>());
            Assert.InRange(result.Deleted, isIndexed ? 29 : 48, isIndexed ? 31 : 50);
            Assert.Equal(isIndexed ? RetentionStrategy.IndexOrder : RetentionStrategy.PageRanges, result.Preview.Strategy);
            await database.RunAsync(""""CREATE INDEX IF NOT EXISTS i ON "Odd.One"."My ""Log""" ("At 'x'" DESC)"""");
        }
    }

    [Fact]
    public async Task A_run_can_be_limited_and_gone_on_with()
    {
        await using TestDatabase database = await server.CopyAsync();
        long old = await database.ValueAsync<long>($"{Count} WHERE {Old} AND {Finished}");
        using PwshSession session = database.Connect(culture: "de-DE");

        RetentionResult first = Assert.Single(session.Run("Remove-XmrtLog 30d -MaximumRows 2500 -Force").Succeeded().Of<RetentionResult>());
        RetentionResult second = Assert.Single(session
            .Run("Remove-XmrtLog 30d -MaximumDuration 1ms -Force").Succeeded().Of<RetentionResult>());
        RetentionResult rest = Assert.Single(session.Run("Remove-XmrtLog 30d -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((2500, StopReason.MaximumRows), (first.Deleted, first.StoppedBecause));
        Assert.Equal(StopReason.MaximumDuration, second.StoppedBecause);
        Assert.Equal(StopReason.Completed, rest.StoppedBecause);
        Assert.Equal(old, first.Deleted + second.Deleted + rest.Deleted);
    }

    [Fact]
    public async Task Rows_of_one_time_do_not_hold_up_the_pass_by_the_index()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.eliza_activity_log;
            INSERT INTO public.eliza_activity_log (activity_type, title, created_at)
            SELECT 'x', 'x', '2020-01-01' FROM generate_series(1, 3500);
            """);
        using PwshSession session = database.Connect();
        await using SessionLock held = await SessionLock.TakeAsync(
            server, database, "SELECT FROM public.eliza_activity_log ORDER BY ctid LIMIT 1200 FOR UPDATE");

        RetentionResult result = Assert.Single(session
            .Run("Remove-XmrtLog 30d -Table eliza_activity_log -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((2300, 1200), (result.Deleted, result.SkippedLocked));
        Assert.Equal(1200, await database.ValueAsync<long>("SELECT count(*) FROM public.eliza_activity_log"));
    }
}
