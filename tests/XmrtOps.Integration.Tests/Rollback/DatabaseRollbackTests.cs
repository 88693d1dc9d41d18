using System.Globalization;
using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.Migrations;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Migrations are undone, kept and done again, as an on-call engineer's session.</summary>
public sealed class DatabaseRollbackTests(SandboxServer server)
{
    private const string Bad =
        """
        CREATE TABLE public.notes (id int PRIMARY KEY, body text);
        ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.kept ADD COLUMN mood text;
        CREATE INDEX kept_note ON public.kept (note)
        """;

    [Fact]
    public async Task A_migration_is_undone_by_a_newer_one_and_done_again_with_its_rows()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "bad", Bad);
        await stand.Database.RunAsync("INSERT INTO public.notes VALUES (1, 'x;''y'), (2, NULL); UPDATE public.kept SET mood = 'good'");
        string command = "Invoke-XmrtRollback -Database -Version 20260102000000 -AllowDataLoss -ConfirmName db " + MigrationStand.Go;

        RollbackResult done = Assert.Single(stand.Session.Run($"$done = {command}; $done").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true), (done.Outcome, done.IsVerified));
        Assert.False(await stand.ExistsAsync("public.notes"));
        Assert.False(await stand.ExistsAsync("public.kept_note"));
        Assert.Matches("^20260101000000 first, 20260102000000 bad, [0-9]{14} revert_bad$", await stand.VersionsAsync());
        IReadOnlyList<Migration> known = stand.Session.Run("Get-XmrtMigration -Path $path").Succeeded().Of<Migration>();
        Assert.All(known, migration => Assert.Equal((MigrationState.Applied, 0), (migration.State, migration.Findings.Count)));

        RollbackResult undone = Assert.Single(stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true, true), (undone.Outcome, undone.IsVerified, undone.IsUndo));
        Assert.Equal("1 x;'y,2 ", await stand.Database.ValueAsync<string>(
            "SELECT string_agg(id || ' ' || coalesce(body, ''), ',' ORDER BY id) FROM public.notes"));
        Assert.Equal("good", await stand.Database.ValueAsync<string>("SELECT mood FROM public.kept"));
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.All(
            stand.Session.Run("Get-XmrtMigration -Path $path").Succeeded().Of<Migration>(),
            migration => Assert.Equal(MigrationState.Applied, migration.State));
    }

    [Fact]
    public async Task WhatIf_shows_what_would_be_lost_and_for_whom_and_changes_nothing()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "bad", Bad);
        await stand.Database.RunAsync("INSERT INTO public.notes VALUES (1, 'x')");

        PwshResult shown = stand.Session.Run("Invoke-XmrtRollback -Database -Version 20260102000000 -Path $path -WhatIf");
        DatabaseRollbackPlan plan = Assert.Single(shown.Of<DatabaseRollbackPlan>());

        Assert.Equal(["table public.notes with 1 row"], plan.Losses.Select(loss => loss.Description));
        Assert.Equal(["RollbackLosesData", "RollbackNotConfirmed", "NoRestorePoint"], plan.Refusals.Select(refusal => refusal.ErrorId));
        Assert.Equal(
            ["DROP INDEX public.kept_note", "ALTER TABLE public.kept DROP COLUMN mood", "DROP TABLE public.notes"],
            plan.Migrations[0].Statements);
        Assert.Empty(plan.Findings);
        Assert.False(plan.RestoreRequired);
        Assert.NotNull(plan.AccessChanges);
        Assert.DoesNotContain(plan.AccessChanges, change => change.IsWider);
        Assert.True(await stand.ExistsAsync("public.notes"));
        Assert.Equal("20260101000000 first, 20260102000000 bad", await stand.VersionsAsync());
        Assert.Equal(2, Directory.GetFiles(stand.Folder).Length);
        Assert.All(
            shown.ScreenLines.TakeWhile(line => !line.StartsWith("Invoke-XmrtRollback", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task As_Down_takes_the_row_out_and_says_what_would_apply_it_again()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        string command = "Invoke-XmrtRollback -Database -As Down -Version 20260102000000 " + MigrationStand.Go;

        Assert.Equal(["LocalFileExists"], stand.Session.Run(command).ErrorIds);
        RollbackResult kept = Assert.Single(stand.Session.Run($"$done = {command} -KeepLocalFile; $done").Succeeded().Of<RollbackResult>());

        Assert.Contains("Remove-Item", kept.Remedy, StringComparison.Ordinal);
        Assert.False(await stand.ExistsAsync("public.v"));
        Assert.Equal("20260101000000 first", await stand.VersionsAsync());
        stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded();
        Assert.True(await stand.ExistsAsync("public.v"));
        Assert.Equal("20260101000000 first, 20260102000000 view", await stand.VersionsAsync());
        // From the pipe a record goes to the system that it is of.
        stand.Session.Run("Get-XmrtMigration 20260102000000 -Path $path | Invoke-XmrtRollback -Database -As Down -KeepLocalFile " + MigrationStand.Go)
            .Succeeded();
        Assert.Equal("20260101000000 first", await stand.VersionsAsync());
    }

    [Fact]
    public async Task What_nothing_undoes_exactly_needs_a_script_and_a_script_is_run()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "lock", "ALTER TABLE public.kept ENABLE ROW LEVEL SECURITY; UPDATE public.kept SET note = 'b'");
        string command = "Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go;

        PwshResult refused = stand.Session.Run(command);
        stand.WriteDown("20260102000000", "lock", "-- nothing\n");
        PwshResult empty = stand.Session.Run(command);
        stand.WriteDown("20260102000000", "lock", "BEGIN; ALTER TABLE public.kept DISABLE ROW LEVEL SECURITY; COMMIT;");
        PwshResult bounded = stand.Session.Run(command);
        stand.WriteDown("20260102000000", "lock", "ALTER TABLE public.kept DISABLE ROW LEVEL SECURITY;");
        PwshResult opening = stand.Session.Run(command);
        RollbackResult done = Assert.Single(stand.Session.Run(command + "-AllowExposure").Succeeded().Of<RollbackResult>());

        Assert.Equal(["RestoreRequired"], refused.ErrorIds);
        Assert.Contains("supabase/rollbacks/20260102000000_lock.down.sql", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["DownScriptUnfit"], empty.ErrorIds);
        Assert.Equal(["DownScriptUnfit", "DownScriptUnfit", "RollbackExposes"], bounded.ErrorIds);
        Assert.Equal(["RollbackExposes"], opening.ErrorIds);
        Assert.Equal(RollbackOutcome.Done, done.Outcome);
        Assert.False(await stand.Database.ValueAsync<bool>("SELECT relrowsecurity FROM pg_class WHERE oid = 'public.kept'::regclass"));
    }

    [Fact]
    public async Task What_opens_unseen_is_taken_back_before_it_is_committed()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync("REVOKE ALL ON public.kept FROM anon, authenticated");
        await stand.ApplyAsync("20260102000000", "x", "UPDATE public.kept SET note = 'b'");
        stand.WriteDown("20260102000000", "x", "DO $$ BEGIN EXECUTE 'GRANT SELECT ON public.kept TO anon'; END $$;");
        using PwshSession session = stand.Database.Connect();
        session.Set("path", stand.Folder);
        string plan = "New-XmrtRollbackPlan -Database -Last 1 -Path $path | Invoke-XmrtRollback -WithoutRestorePoint -Force ";

        Assert.Equal(["RollbackExposes"], session.Run(plan).ErrorIds);
        Assert.False(await stand.Database.ValueAsync<bool>("SELECT has_table_privilege('anon', 'public.kept', 'SELECT')"));
        session.Run(plan + "-AllowExposure").Succeeded();
        Assert.True(await stand.Database.ValueAsync<bool>("SELECT has_table_privilege('anon', 'public.kept', 'SELECT')"));
    }

    [Fact]
    public async Task What_others_need_was_changed_by_hand_or_left_gaps_is_refused()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "two", "CREATE TABLE public.two (id int PRIMARY KEY)");
        await stand.ApplyAsync("20260103000000", "three", "CREATE VIEW public.three AS SELECT id FROM public.two");
        await stand.ApplyAsync("20260104000000", "four", "CREATE FUNCTION public.four() RETURNS int LANGUAGE sql AS 'SELECT 4'");
        string command = "Invoke-XmrtRollback -Database " + MigrationStand.Go + "-Version ";

        PwshResult needed = stand.Session.Run(command + "20260102000000");
        PwshResult gap = stand.Session.Run(command + "20260103000000 -As Down -KeepLocalFile");
        await stand.Database.RunAsync("CREATE OR REPLACE FUNCTION public.four() RETURNS int LANGUAGE sql AS 'SELECT 5'");
        PwshResult changed = stand.Session.Run(command + "20260104000000");
        PwshResult unknown = stand.Session.Run(command + "20990101000000");
        PwshResult both = stand.Session.Run(command + "20260102000000, 20260103000000").Succeeded();

        Assert.Equal(["RollbackHasDependents"], needed.ErrorIds);
        Assert.Contains("public.three", needed.Errors[0].Exception.Message.Replace("view three", "view public.three", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["MigrationHistoryGap"], gap.ErrorIds);
        Assert.Equal(["RestoreRequired"], changed.ErrorIds);
        Assert.Contains("another body", changed.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["MigrationNotFound"], unknown.ErrorIds);
        Assert.Equal(["20260103000000_three", "20260102000000_two"], Assert.Single(both.Of<RollbackResult>()).Steps.Select(step => step.Subject));
        Assert.False(await stand.ExistsAsync("public.two"));
    }

    [Fact]
    public async Task A_function_with_a_body_in_SQLs_own_form_is_undone_and_done_again()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        Assert.SkipUnless(await stand.Database.ValueAsync<int>("SHOW server_version_num") >= 140000, "PostgreSQL 13 has none.");
        await stand.ApplyAsync(
            "20260102000000", "f", "CREATE FUNCTION public.f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN x > 1 THEN 2 ELSE 3 END; END");

        stand.Session.Run("$done = Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go).Succeeded();
        stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded();

        Assert.Equal(2, await stand.Database.ValueAsync<int>("SELECT public.f(5)"));
    }

    [Theory]
    [InlineData("CREATE OR REPLACE VIEW public.v AS SELECT 2 AS x", "view public.v changed")]
    [InlineData("ALTER POLICY own ON public.kept USING (false)", "policy public.kept own changed")]
    [InlineData("GRANT SELECT ON public.v TO PUBLIC", "view public.v changed")]
    [InlineData("CREATE INDEX by_hand ON public.made (note)", "index public.by_hand came")]
    public async Task What_was_changed_by_hand_is_not_dropped_unseen(string change, string difference)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync(
            "20260102000000",
            "made",
            "CREATE TABLE public.made (id int PRIMARY KEY, note text); CREATE VIEW public.v AS SELECT 1 AS x; CREATE POLICY own ON public.kept USING (true)");
        await stand.Database.RunAsync("SET ROLE postgres; " + change);
        string command = "Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go;

        PwshResult refused = stand.Session.Run(command);
        stand.WriteDown("20260102000000", "made", "DROP POLICY own ON public.kept; DROP VIEW public.v; DROP TABLE public.made;");

        Assert.Equal(["ChangedByHand"], refused.ErrorIds);
        Assert.Contains(difference, refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.v"));
        stand.Session.Run(command + "-AllowExposure").Succeeded();
        Assert.False(await stand.ExistsAsync("public.v"));
    }

    [Theory]
    [InlineData("CREATE INDEX by_hand ON public.made (note)", "index public.by_hand came")]
    [InlineData("ALTER TABLE public.made ALTER COLUMN note SET NOT NULL", "column public.made.note changed")]
    [InlineData("ALTER TABLE public.made DISABLE ROW LEVEL SECURITY", "table public.made changed")]
    [InlineData("ALTER FUNCTION public.f() SECURITY DEFINER", "function public.f() changed")]
    [InlineData("REVOKE USAGE ON SCHEMA graphs FROM PUBLIC", "schema graphs changed")]
    [InlineData("ALTER TABLE public.kept ALTER COLUMN id SET DEFAULT 3", null)]
    public async Task Beside_what_reads_rows_the_rest_is_done_again_and_compared(string change, string? difference)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync("CREATE SCHEMA graphs AUTHORIZATION postgres");
        await stand.ApplyAsync(
            "20260102000000",
            "made",
            """
            CREATE INDEX kept_note ON public.kept (note);
            ALTER TABLE public.kept ADD COLUMN mood serial;
            CREATE TABLE public.made (id int PRIMARY KEY, note text);
            ALTER TABLE public.made ENABLE ROW LEVEL SECURITY;
            CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            GRANT USAGE ON SCHEMA graphs TO PUBLIC;
            CREATE VIEW public.needs AS SELECT * FROM public.kept
            """);
        await stand.Database.RunAsync("SET ROLE postgres; " + change);
        string command = "Invoke-XmrtRollback -Database -AllowDataLoss -ConfirmName db -Version 20260102000000 " + MigrationStand.Go;

        DatabaseRollbackPlan plan = Assert.Single(stand.Session.Run(command + "-WhatIf").Of<DatabaseRollbackPlan>());
        PwshResult result = stand.Session.Run(command);

        Assert.EndsWith(
            "compared with how it was made: view public.needs (it may need what is not made again to compare it)",
            Assert.Single(plan.Findings, finding => finding.Code == "NotCompared").Reason,
            StringComparison.Ordinal);
        Assert.Equal(difference is null ? [] : ["ChangedByHand"], result.ErrorIds);
        Assert.Equal(difference is not null, await stand.ExistsAsync("public.made"));
        if (difference is not null)
        {
            Assert.Contains(difference, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Behind_a_transaction_pooler_nothing_is_planned()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine.");
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await using PgBouncer bouncer = await PgBouncer.StartAsync(server);
        stand.Session.Set("pooled", stand.Database.UrlOf("postgres", server.Sandbox.Password, bouncer.Port));
        stand.Session.Run("$null = Connect-Xmrt $pooled -Name pooled").Succeeded();

        Assert.Equal(["PoolerUnfit"], stand.Session.Run("New-XmrtRollbackPlan -Database -Last 1 -Path $path").ErrorIds);
    }

    [Fact]
    public async Task A_role_that_cannot_see_all_plans_nothing_and_rows_that_are_hidden_are_not_counted_as_none()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "notes", "CREATE TABLE public.notes (id int PRIMARY KEY); INSERT INTO public.notes VALUES (1)");
        stand.Session.Set("readerUrl", stand.Database.ReaderUrl);
        stand.Session.Run("$null = Connect-Xmrt $readerUrl -Name reader").Succeeded();
        const string plan = "New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path";

        Assert.Equal(["MigrationHistoryUnreadable"], stand.Session.Run(plan).ErrorIds);
        await stand.Database.RunAsync(
            """
            GRANT USAGE ON SCHEMA supabase_migrations TO PUBLIC;
            GRANT SELECT ON supabase_migrations.schema_migrations TO PUBLIC;
            ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON public.notes TO PUBLIC;
            """);
        RollbackLoss loss = Assert.Single(Assert.Single(stand.Session.Run(plan).Succeeded().Of<DatabaseRollbackPlan>()).Losses);

        Assert.Null(loss.Rows);
        Assert.Contains("row level security", loss.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_platform_makes_day_by_day_makes_no_plan_old()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync(
            "CREATE SCHEMA IF NOT EXISTS realtime; CREATE TABLE realtime.messages (at date) PARTITION BY RANGE (at)");
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        stand.Session.Run("$plan = New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path").Succeeded();
        await stand.Database.RunAsync(
            "CREATE TABLE realtime.messages_2026_01_03 PARTITION OF realtime.messages FOR VALUES FROM ('2026-01-03') TO ('2026-01-04')");

        stand.Session.Run("$plan | Invoke-XmrtRollback -WithoutRestorePoint -Force").Succeeded();

        Assert.False(await stand.ExistsAsync("public.v"));
    }

    [Fact]
    public async Task A_plan_is_for_the_state_that_it_was_made_for()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        stand.Session.Run("$plan = New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path").Succeeded();
        await stand.Database.RunAsync("ALTER TABLE public.kept ADD COLUMN later int");

        PwshResult result = stand.Session.Run("$plan | Invoke-XmrtRollback -WithoutRestorePoint -Force");

        Assert.Equal(["RollbackPlanStale"], result.ErrorIds);
        Assert.True(await stand.ExistsAsync("public.v"));
    }

    [Fact]
    public async Task Any_chain_is_rolled_back_by_any_number_to_the_exact_schema_and_done_again_to_the_exact_rows()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        List<(int[] Numbers, int Count)> cases = [];
        Gen.Select(Gen.Int[0, 1000].Array[6, 18], Gen.Int[1, 4]).Sample((numbers, count) => cases.Add((numbers, count)), iter: 3, threads: 1);
        int version = 0;
        foreach ((int[] numbers, int count) in cases)
        {
            List<string[]> chain = MigrationChain.Of(numbers, prefix: $"r{version}_");
            List<string> hashes = [];
            List<string> versions = [];
            foreach (string[] migration in chain)
            {
                hashes.Add(await HashAsync(stand));
                versions.Add((20260200000000 + ++version).ToString(CultureInfo.InvariantCulture));
                await stand.ApplyAsync(versions[^1], "made", string.Join(";\n", migration));
            }

            string[] undone = [.. versions.TakeLast(count)];
            (string schema, string rows) = (await HashAsync(stand), await RowsAsync(stand));
            string command = $"Invoke-XmrtRollback -Database -As Down -KeepLocalFile -AllowDataLoss -ConfirmName db -Version {string.Join(", ", undone)} {MigrationStand.Go}";

            RollbackResult done = Assert.Single(stand.Session.Run($"$done = {command}; $done").Succeeded().Of<RollbackResult>());

            Assert.Equal((RollbackOutcome.Done, true), (done.Outcome, done.IsVerified));
            Assert.Equal(hashes[^undone.Length], await HashAsync(stand));
            RollbackResult again = Assert.Single(stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded().Of<RollbackResult>());
            Assert.Equal((RollbackOutcome.Done, true), (again.Outcome, again.IsVerified));
            Assert.Equal((schema, rows), (await HashAsync(stand), await RowsAsync(stand)));
        }
    }

    private static async Task<string> HashAsync(MigrationStand stand) =>
        (await stand.Session.Run("Get-XmrtConnection").Of<XmrtConnection>()[0].Database.ReadAsync(
            Limits.ExactRead,
            new Silence("tests"),
            transaction => SchemaFingerprintReader.ReadAsync(transaction, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken)).Hash;

    /// <summary>All rows of all tables of public, whatever there is.</summary>
    private static Task<string> RowsAsync(MigrationStand stand) => stand.Database.ValueAsync<string>(
        """
        SELECT md5(string_agg(table_name || query_to_xml(format('SELECT * FROM public.%I t ORDER BY t::text', table_name), true, false, '')::text, ','
                              ORDER BY table_name))
        FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
          AND (table_name LIKE '%t\_%' OR table_name IN ('conversation_sessions', 'rate_limits', 'kept'))
        """);
}
