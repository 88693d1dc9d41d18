using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What is known before anything goes: all that foreign keys do, and what one would want to know first.</summary>
public sealed class RetentionPreviewTests(SandboxServer server)
{
    private const string Tree =
        """
        CREATE TABLE public.log (id int PRIMARY KEY, created_at timestamptz);
        CREATE TABLE public.detail (id int PRIMARY KEY, log int REFERENCES public.log ON DELETE CASCADE);
        CREATE TABLE public.line (id int PRIMARY KEY, detail int REFERENCES public.detail ON DELETE CASCADE);
        CREATE TABLE public.mark (id int PRIMARY KEY, line int REFERENCES public.line ON DELETE SET NULL);
        CREATE TABLE public.note (id int PRIMARY KEY, log int REFERENCES public.log ON DELETE SET NULL);
        CREATE TABLE public.choice (id int PRIMARY KEY, log int DEFAULT 100 REFERENCES public.log ON DELETE SET DEFAULT);
        INSERT INTO public.log SELECT i, CASE WHEN i <= 10 THEN '2020-01-01'::timestamptz + i * interval '1 day' WHEN i = 99 THEN NULL ELSE now() END
            FROM generate_series(1, 100) i;
        INSERT INTO public.detail SELECT i, 1 + i % 20 FROM generate_series(0, 39) i;
        INSERT INTO public.line SELECT i, i % 40 FROM generate_series(0, 119) i;
        INSERT INTO public.mark SELECT i, i FROM generate_series(0, 119) i;
        INSERT INTO public.note SELECT i, 1 + i % 20 FROM generate_series(0, 59) i;
        INSERT INTO public.choice SELECT i, 1 + i % 20 FROM generate_series(0, 19) i;
        CREATE INDEX ON public.detail (log);
        CREATE INDEX ON public.note (log);
        CREATE INDEX ON public.choice (log);
        CREATE INDEX ON public.mark (line);
        ANALYZE public.log;
        GRANT ALL ON ALL TABLES IN SCHEMA public TO postgres;
        """;

    [Fact]
    public async Task All_that_the_foreign_keys_do_is_told_table_by_table_and_comes_true()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Tree);
        using PwshSession session = database.Connect();

        RetentionPreview preview = Assert.Single(session.Run("Remove-XmrtLog 30d -Table log -WhatIf").Succeeded().Of<RetentionPreview>());
        PwshResult run = session.Run("Remove-XmrtLog 30d -Table log", "Yes").Succeeded();
        RetentionResult result = Assert.Single(run.Of<RetentionResult>());

        Assert.Equal((10L, 1L, 100L), (preview.Rows!.Value, preview.NullTimeRows!.Value, preview.EstimatedTotalRows!.Value));
        Assert.Null(preview.PendingRows);
        Assert.Equal("2020-01-02", preview.OldestAt!.Value.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        string[] expected =
        [
            "choice SetDefault 10 log True", "detail Delete 20 log True", "line Delete 60 detail False", "mark SetNull 60 line True",
            "note SetNull 30 log True",
        ];
        Assert.Equal(expected, preview.Cascades.Select(Told).Order(StringComparer.Ordinal));
        Assert.Equal(expected, result.Cascades.Select(Told).Order(StringComparer.Ordinal));
        Assert.Equal((10L, 80L), (result.Deleted, result.CascadedRows));
        Finding missing = Assert.Single(preview.Findings, finding => finding.Code == "MissingCascadeIndex");
        Assert.Equal("New-XmrtIndex -Table line -Column detail", missing.Remedy);
        Assert.Contains(run.Warnings, warning => warning.StartsWith(missing.Reason, StringComparison.Ordinal));
        string asked = Assert.Single(run.Prompts).Message;
        Assert.Contains("With them go 20 of detail, 60 of line.", asked, StringComparison.Ordinal);
        Assert.Contains("Left behind without them: ", asked, StringComparison.Ordinal);
        Assert.Equal("90,20,60,60,30,10", await database.ValueAsync<string>(
            """
            SELECT concat_ws(',', (SELECT count(*) FROM public.log), (SELECT count(*) FROM public.detail), (SELECT count(*) FROM public.line),
                             (SELECT count(*) FROM public.mark WHERE line IS NULL), (SELECT count(*) FROM public.note WHERE log IS NULL),
                             (SELECT count(*) FROM public.choice WHERE log = 100))
            """));
    }

    [Fact]
    public async Task An_index_that_a_large_table_lacks_is_named_and_used_once_it_is_there()
    {
        await using TestDatabase database = await server.CopyAsync();
        // A row of 2000 bytes is neither compressed nor moved out: four to a page.
        await database.RunAsync(
            """
            CREATE TABLE public.large (id int PRIMARY KEY, created_at timestamptz, filler text);
            INSERT INTO public.large SELECT i, now() - i * interval '1 hour', repeat('x', 1900) FROM generate_series(1, 4500) i;
            ALTER TABLE public.large SET (autovacuum_enabled = false);
            ALTER TABLE public.large OWNER TO postgres;
            """);
        using PwshSession session = database.Connect();

        RetentionPreview without = Assert.Single(session.Run("Remove-XmrtLog 30d -Table large -WhatIf").Succeeded().Of<RetentionPreview>());
        Finding missing = Assert.Single(without.Findings, finding => finding.Code == "MissingTimeIndex");
        session.Run(missing.Remedy + " -Force").Succeeded();
        RetentionPreview with = Assert.Single(session.Run("Remove-XmrtLog 30d -Table large -WhatIf").Succeeded().Of<RetentionPreview>());

        Assert.Equal("New-XmrtIndex -Table large -Column created_at", missing.Remedy);
        Assert.Equal((RetentionStrategy.PageRanges, RetentionStrategy.IndexOrder), (without.Strategy!.Value, with.Strategy!.Value));
        Assert.DoesNotContain(with.Findings, finding => finding.Code == "MissingTimeIndex");
        Assert.Equal(without.Rows, with.Rows);
        Assert.Single(with.Findings, finding => finding.Code == "AutovacuumOff");
    }

    [Theory]
    [InlineData("DELETE FROM public.webhook_logs WHERE true", true)]
    [InlineData("delete from only \"public\".\"webhook_logs\"", true)]
    [InlineData("BEGIN; DELETE\n FROM webhook_logs; COMMIT", true)]
    [InlineData("DELETE FROM webhook_logs_old", false)]
    [InlineData("DELETE FROM other.webhook_logs", false)]
    [InlineData("SELECT count(*) FROM webhook_logs", false)]
    [InlineData("SELECT public.\"Clean up.\"(30)", true)]
    [InlineData("CALL tidy ()", true)]
    [InlineData("SELECT untidy()", false)]
    [InlineData("SELECT 'tidy'", false)]
    public async Task A_cron_job_that_does_the_same_is_named(string command, bool isNamed)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            $"""
             CREATE FUNCTION public."Clean up."(days integer) RETURNS void LANGUAGE sql
                 AS 'DELETE FROM public.webhook_logs WHERE created_at < now() - days * interval ''1 day''';
             CREATE PROCEDURE public.tidy() LANGUAGE plpgsql AS 'BEGIN DELETE FROM webhook_logs; COMMIT; END';
             CREATE FUNCTION public.untidy() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM webhook_logs_old; END';
             DELETE FROM cron.job_run_details;
             DELETE FROM cron.job;
             INSERT INTO cron.job (schedule, command, database, username, jobname) VALUES
                 ('0 * * * *', '{command.Replace("'", "''", StringComparison.Ordinal)}', current_database(), 'postgres', 'mine'),
                 ('0 * * * *', 'DELETE FROM webhook_logs', 'another', 'postgres', 'elsewhere');
             INSERT INTO cron.job (schedule, command, database, username, jobname, active) VALUES
                 ('0 * * * *', 'DELETE FROM webhook_logs', current_database(), 'postgres', 'paused', false);
             """);
        using PwshSession session = database.Connect();

        RetentionPreview preview = Assert.Single(session.Run("Remove-XmrtLog 30d -WhatIf").Succeeded().Of<RetentionPreview>());

        Finding[] named = [.. preview.Findings.Where(finding => finding.Code == "CronJobDeletes")];
        Assert.Equal(isNamed ? ["mine"] : [], named.Select(finding => (string)finding.Evidence["Job"]!));
        Assert.All(named, finding => Assert.Contains(
            finding.Evidence["Function"] is string function ? $"by function {function};" : "by a statement of its own;",
            finding.Reason,
            StringComparison.Ordinal));
        Assert.Equal(isNamed && command[0] is 'S' or 'C', Array.Exists(named, finding => finding.Evidence["Function"] is not null));
    }

    [Theory]
    [InlineData("", "may not read the jobs of pg_cron", "GRANT USAGE ON SCHEMA cron TO \"app_reader\"; GRANT SELECT ON cron.job, cron.job_run_details TO \"app_reader\";")]
    [InlineData("GRANT USAGE ON SCHEMA cron TO app_reader", "only jobs of its own", null)]
    public async Task Jobs_that_the_role_cannot_see_are_not_taken_for_none(string grant, string reason, string? remedy)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            $"""
             UPDATE cron.job SET database = current_database(), command = 'DELETE FROM eliza_activity_log' WHERE jobname = 'hourly-maintenance';
             ALTER TABLE public.eliza_activity_log DISABLE ROW LEVEL SECURITY;
             GRANT SELECT, UPDATE, DELETE ON public.eliza_activity_log TO app_reader;
             {grant}
             """);
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        RetentionPreview preview = Assert.Single(session
            .Run("Remove-XmrtLog 30d -Table eliza_activity_log -WhatIf").Succeeded().Of<RetentionPreview>());

        Finding hidden = Assert.Single(preview.Findings, finding => finding.Code == "CronJobsHidden");
        Assert.Contains(reason, hidden.Reason, StringComparison.Ordinal);
        Assert.Equal(Confidence.None, hidden.Confidence);
        if (remedy is not null)
        {
            Assert.Equal(remedy, hidden.Remedy);
            await database.RunAsync(hidden.Remedy!);
        }

        Assert.DoesNotContain(preview.Findings, finding => finding.Code == "CronJobDeletes");
        using PwshSession other = database.Connect();
        Assert.DoesNotContain(
            Assert.Single(other.Run("Remove-XmrtLog 30d -Table eliza_activity_log -WhatIf").Succeeded().Of<RetentionPreview>()).Findings,
            finding => finding.Code == "CronJobsHidden");
    }

    [Fact]
    public async Task Without_the_columns_of_the_queue_nobody_can_tell_what_is_pending()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("ALTER TABLE public.webhook_logs RENAME COLUMN status TO state");
        using PwshSession session = database.Connect();

        Assert.Equal(["ColumnsMissing"], session.Run("Remove-XmrtLog 30d -Force").ErrorIds);
        Assert.Equal(21_000, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
        Assert.True(Assert.Single(session.Run("Remove-XmrtLog 30d -IncludePending -Force").Succeeded().Of<RetentionResult>()).Deleted > 0);
    }

    private static string Told(RetentionCascade cascade) =>
        $"{cascade.Table} {cascade.Action} {cascade.Rows} {cascade.References} {cascade.IsIndexed}";
}
