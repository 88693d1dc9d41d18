using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Faults in the middle of undoing a migration leave the state before a version, or the one after it.</summary>
public sealed class DatabaseRollbackFaultTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -AllowExposure " + MigrationStand.Go + "-Version ";
    private const string Before = "20260101000000 first, 20260102000000 view, 20260103000000 index";

    public static TheoryData<string, string> Faults => new()
    {
        // While the statements run.
        { "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)", "ConnectionLost" },
        { "SET LOCAL statement_timeout = 50; SELECT pg_sleep(10)", "StatementTimedOut" },
        { "SELECT 1/0", "DatabaseError" },
        { "DROP TABLE public.no_such", "RelationMissing" },
        { "DO $$ BEGIN RAISE EXCEPTION 'out of shared memory' USING ERRCODE = '53200'; END $$", "ServerOutOfMemory" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_statement_that_fails_leaves_all_as_it_was(string fault, string errorId)
    {
        await using MigrationStand stand = await StartAsync();
        stand.WriteDown("20260103000000", "index", $"DROP INDEX public.kept_note; {fault};");

        PwshResult result = stand.Session.Run(Command + "20260103000000");

        Assert.Equal([errorId], result.ErrorIds);
        await AssertUntouchedAsync(stand);
        Assert.Equal(JournalState.Failed, Last(stand).State);
    }

    [Fact]
    public async Task A_connection_that_is_lost_between_the_history_and_the_commit_leaves_all_as_it_was()
    {
        await using MigrationStand stand = await StartAsync();
        await KillAsync(stand, "AFTER INSERT", "IMMEDIATE");

        PwshResult result = stand.Session.Run(Command + "20260103000000");

        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        await AssertUntouchedAsync(stand);
    }

    [Theory]
    [InlineData("CREATE EVENT TRIGGER full_disk ON sql_drop EXECUTE FUNCTION public.full_disk()", "event_trigger")]
    [InlineData(
        "CREATE TRIGGER full_disk AFTER INSERT ON supabase_migrations.schema_migrations FOR EACH ROW EXECUTE FUNCTION public.full_disk()", "trigger")]
    [InlineData(
        "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON supabase_migrations.schema_migrations DEFERRABLE INITIALLY DEFERRED "
        + "FOR EACH ROW EXECUTE FUNCTION public.full_disk()", "trigger")]
    public async Task A_disk_that_is_full_leaves_all_as_it_was_and_with_room_again_it_is_done(string when, string returns)
    {
        await using MigrationStand stand = await StartAsync();
        await stand.Database.RunAsync(
            $"CREATE FUNCTION public.full_disk() RETURNS {returns} LANGUAGE plpgsql AS $$ BEGIN "
            + $"RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$; {when}");
        const string command = Command + "20260102000000, 20260103000000";

        PwshResult result = stand.Session.Run(command);
        bool isOfDrop = returns == "event_trigger";
        await stand.Database.RunAsync(
            $"{(isOfDrop ? "ALTER EVENT TRIGGER full_disk DISABLE; DROP EVENT TRIGGER full_disk" : "DROP TRIGGER full_disk ON supabase_migrations.schema_migrations")}; "
            + "DROP FUNCTION public.full_disk()");

        Assert.Equal(["ServerDiskFull"], result.ErrorIds);
        Assert.Contains("No space left on device", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Get-XmrtTable", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(JournalState.Failed, Last(stand).State);
        await AssertUntouchedAsync(stand);
        stand.Session.Run(command).Succeeded();
        Assert.False(await stand.ExistsAsync("public.v"));
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_second_version_keeps_the_first_undone_and_the_history_right()
    {
        await using MigrationStand stand = await StartAsync();
        await stand.Database.RunAsync(
            """
            CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.name = 'revert_view' THEN
                    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER full_disk AFTER INSERT ON supabase_migrations.schema_migrations FOR EACH ROW EXECUTE FUNCTION public.full_disk()
            """);

        PwshResult result = stand.Session.Run("$done = " + Command + "20260102000000, 20260103000000; $done");

        Assert.Equal(["RollbackFailed"], result.ErrorIds);
        Assert.Contains("the server's disk is full", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Get-XmrtTable", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(RollbackOutcome.Partial, Assert.Single(result.Of<RollbackResult>()).Outcome);
        Assert.Equal((true, false), (await stand.ExistsAsync("public.v"), await stand.ExistsAsync("public.kept_note")));
        Assert.Matches(Before + ", [0-9]{14} revert_index$", await stand.VersionsAsync());
        Assert.Equal("a", await stand.Database.ValueAsync<string>("SELECT string_agg(note, '') FROM public.kept"));
    }

    [Fact]
    public async Task A_limit_of_the_servers_settings_that_is_exceeded_leaves_all_as_it_was()
    {
        await using MigrationStand stand = await StartAsync();
        stand.WriteDown(
            "20260103000000",
            "index",
            "DROP INDEX public.kept_note; SET LOCAL work_mem = '64kB'; SELECT count(*) FROM (SELECT i FROM generate_series(1, 200000) i OFFSET 1) s;");
        await stand.Database.RunAsync($"ALTER ROLE postgres IN DATABASE {stand.Database.Name} SET temp_file_limit = '64kB'");
        using PwshSession session = stand.Database.Connect("limited");
        session.Set("path", stand.Folder);

        PwshResult result = session.Run(Command + "20260103000000");

        Assert.Equal(["ServerLimitExceeded"], result.ErrorIds);
        Assert.Contains("temp_file_limit", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_looked_up()
    {
        await using MigrationStand stand = await StartAsync();
        await KillAsync(stand, "AFTER INSERT", "DEFERRED");

        PwshResult result = stand.Session.Run(Command + "20260103000000");

        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task A_fault_at_the_second_version_leaves_the_first_undone_and_says_so_and_the_undo_takes_it_back()
    {
        await using MigrationStand stand = await StartAsync();
        stand.WriteDown("20260102000000", "view", "DROP VIEW public.v; SELECT 1/0;");

        PwshResult result = stand.Session.Run("$done = " + Command + "20260102000000, 20260103000000; $done");
        RollbackResult done = Assert.Single(result.Of<RollbackResult>());

        Assert.Equal(RollbackOutcome.Partial, done.Outcome);
        Assert.Equal(["RollbackFailed"], result.ErrorIds);
        Assert.Equal([RollbackStepState.Done, RollbackStepState.Failed], done.Steps.Select(step => step.State));
        Assert.True(await stand.ExistsAsync("public.v"));
        Assert.False(await stand.ExistsAsync("public.kept_note"));
        Assert.Matches(Before + ", [0-9]{14} revert_index$", await stand.VersionsAsync());
        stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded();
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    [Fact]
    public async Task A_lock_that_others_hold_is_waited_for_a_few_times_and_no_longer()
    {
        await using MigrationStand stand = await StartAsync();
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        await other.RunAsync("BEGIN; LOCK TABLE public.kept IN ACCESS SHARE MODE");

        PwshResult held = stand.Session.Run(Command + "20260103000000");
        await other.RunAsync("COMMIT");

        Assert.Equal(["LockTimedOut"], held.ErrorIds);
        await AssertUntouchedAsync(stand);
        stand.Session.Run(Command + "20260103000000").Succeeded();
    }

    [Fact]
    public async Task A_push_that_is_under_way_is_not_overtaken_and_one_that_was_quicker_is_seen()
    {
        await using MigrationStand stand = await StartAsync();
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        await other.RunAsync("BEGIN; INSERT INTO supabase_migrations.schema_migrations VALUES ('20260104000000', '{}', 'quicker')");

        PwshResult underWay = stand.Session.Run(Command + "20260103000000");
        stand.Session.Run("$plan = New-XmrtRollbackPlan -Database -Version 20260103000000 -Path $path").Succeeded();
        await other.RunAsync("COMMIT");
        PwshResult quicker = stand.Session.Run("$plan | Invoke-XmrtRollback -WithoutRestorePoint -Force");

        Assert.Equal(["LockTimedOut"], underWay.ErrorIds);
        Assert.Equal(["RollbackPlanStale"], quicker.ErrorIds);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.Equal(Before + ", 20260104000000 quicker", await stand.VersionsAsync());
    }

    [Fact]
    public async Task A_second_operator_at_once_is_refused()
    {
        await using MigrationStand stand = await StartAsync();
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        await other.RunAsync("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('XmrtOps migrations', 0))");

        Assert.Equal(["MigrationUnderWay"], stand.Session.Run(Command + "20260103000000").ErrorIds);
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_the_database_as_it_is()
    {
        await using MigrationStand stand = await StartAsync();
        stand.Session.Run("$plan = New-XmrtRollbackPlan -Database -Version 20260103000000 -Path $path").Succeeded();
        Directory.Move(stand.Folder, stand.Folder + "-away");

        PwshResult result = stand.Session.Run("$plan | Invoke-XmrtRollback -WithoutRestorePoint -Force");
        Directory.Move(stand.Folder + "-away", stand.Folder);

        Assert.Equal(["MigrationFileUnwritable"], result.ErrorIds);
        await AssertUntouchedAsync(stand);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_ends_at_the_commit_leaves_what_can_be_told_and_taken_back(bool isCommitted)
    {
        await using MigrationStand stand = await StartAsync();
        RollbackResult done = Assert.Single(stand.Session.Run("$done = " + Command + "20260103000000; $done").Succeeded().Of<RollbackResult>());
        string folder = done.Record!.Parameters["RollbackFolder"]!;
        // As the process would have left it: the manifest does not know of the commit, and the file has no name yet.
        string manifest = Path.Combine(folder, "manifest.json");
        string text = await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            manifest, text.Replace("\"isCommitted\": true", "\"isCommitted\": false", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        string file = Directory.GetFiles(stand.Folder, "*revert_index.sql").Single();
        File.Move(file, Path.Combine(stand.Folder, $".{Path.GetFileName(file)}.unapplied"));
        if (!isCommitted)
        {
            await stand.Database.RunAsync(
                "DELETE FROM supabase_migrations.schema_migrations WHERE name = 'revert_index'; CREATE INDEX kept_note ON public.kept (note)");
        }

        PwshResult undone = stand.Session.Run("$done | Undo-XmrtRollback -Force");

        Assert.Equal(isCommitted ? [] : ["RollbackManifestMissing"], undone.ErrorIds);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.Equal(isCommitted, File.Exists(file));
    }

    private async Task<MigrationStand> StartAsync()
    {
        MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        await stand.ApplyAsync("20260103000000", "index", "CREATE INDEX kept_note ON public.kept (note)");
        return stand;
    }

    /// <summary>The row of the history is the last thing that is written: whoever writes it loses its connection then, or at its commit.</summary>
    private static Task KillAsync(MigrationStand stand, string when, string timing) => stand.Database.RunAsync(
        $"""
         CREATE FUNCTION public.kill_me() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
         BEGIN
             PERFORM pg_terminate_backend(pg_backend_pid());
             PERFORM pg_sleep(10);
             RETURN NULL;
         END $$;
         CREATE CONSTRAINT TRIGGER kill_me {when} ON supabase_migrations.schema_migrations
             DEFERRABLE INITIALLY {timing} FOR EACH ROW EXECUTE FUNCTION public.kill_me();
         """);

    private static async Task AssertUntouchedAsync(MigrationStand stand)
    {
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.True(await stand.ExistsAsync("public.v"));
        Assert.Equal(Before, await stand.VersionsAsync());
        Assert.Equal(3, Directory.GetFiles(stand.Folder).Length);
    }

    // All tests of the assembly write one journal, and call their connections the same.
    private static JournalEntry Last(MigrationStand stand) => stand.Database.Journal(stand.Session)
        .First(entry => entry.Command == "Invoke-XmrtRollback" && !entry.Parameters.ContainsKey("RollbackId"));
}
