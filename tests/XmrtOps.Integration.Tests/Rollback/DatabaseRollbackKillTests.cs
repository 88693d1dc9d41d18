using System.Runtime.Versioning;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A process that is killed while a version is undone leaves the state before that version, or the one after it, and what
/// comes next says so.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DatabaseRollbackKillTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_before_the_commit_nothing_was_changed_and_the_same_command_does_it()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        JournalEntry entry = await KilledAsync(stand, isCommitted: false);

        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.Equal("20260101000000 first, 20260102000000 index", await stand.VersionsAsync());
        Assert.Equal(["RollbackManifestMissing"], stand.Session.Run($"Undo-XmrtRollback -JournalId {entry.Id} -Force").ErrorIds);
        RollbackResult done = Assert.Single(stand.Session.Run(Command).Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true), (done.Outcome, done.IsVerified));
        Assert.False(await stand.ExistsAsync("public.kept_note"));
        Assert.Matches("^20260101000000 first, 20260102000000 index, [0-9]{14} revert_index$", await stand.VersionsAsync());
    }

    [Fact]
    public async Task Killed_while_the_server_commits_it_is_undone_and_can_be_taken_back()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        JournalEntry entry = await KilledAsync(stand, isCommitted: true);

        Assert.False(await stand.ExistsAsync("public.kept_note"));
        Assert.Matches("^20260101000000 first, 20260102000000 index, [0-9]{14} revert_index$", await stand.VersionsAsync());
        // Its file has no name yet, so that the history has a version more than the folder.
        Assert.Contains("MigrationHistoryGap", stand.Session.Run(Command).ErrorIds);
        RollbackPlan plan = Assert.Single(
            stand.Session.Run("New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path").Succeeded().Of<RollbackPlan>());
        Assert.Equal("RollbackInterrupted", plan.Findings[0].Code);
        Assert.Contains($"Undo-XmrtRollback -JournalId {entry.Id}", plan.Findings[0].Remedy, StringComparison.Ordinal);
        RollbackResult undone = Assert.Single(
            stand.Session.Run($"Undo-XmrtRollback -JournalId {entry.Id} -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true), (undone.Outcome, undone.IsVerified));
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.Single(Directory.GetFiles(stand.Folder, "*_revert_index.sql"));
    }

    /// <summary>Kills a process whose commit does not end before it is allowed to.</summary>
    /// <param name="stand">Whose migration is undone.</param>
    /// <param name="isCommitted">The server commits afterwards, and does not know that nobody waits for it.</param>
    /// <returns>The journal's entry.</returns>
    private static async Task<JournalEntry> KilledAsync(MigrationStand stand, bool isCommitted)
    {
        await stand.Database.RunAsync(
            """
            CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                WHILE NOT pg_try_advisory_xact_lock(4711) LOOP
                    PERFORM pg_sleep(0.02);
                END LOOP;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON supabase_migrations.schema_migrations
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.hold();
            """);
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        await other.RunAsync("SELECT pg_advisory_lock(4711)");
        using ShellProcess shell = ShellProcess.StartWithInput(
            ["-Command", $"$null = Connect-Xmrt $env:XMRT_TEST_URL -Name killed; $path = '{stand.Folder}'; {Command}"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["XMRT_TEST_URL"] = stand.Database.Url },
            Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        int holding;
        while ((holding = await stand.Database.ValueAsync<int>(
            "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")) == 0)
        {
            Assert.False(ended.IsCompleted, ended.IsCompleted ? (await ended).Error : "");
            Cancellation.ThrowIfCancellationRequested();
        }

        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        if (!isCommitted)
        {
            // As a server does that notices it.
            await stand.Database.RunAsync($"SELECT pg_terminate_backend({holding})");
        }

        await other.RunAsync("SELECT pg_advisory_unlock(4711)");
        // Had once that transaction has ended.
        await stand.Database.RunAsync("BEGIN; LOCK TABLE supabase_migrations.schema_migrations IN ACCESS EXCLUSIVE MODE; COMMIT");
        return Assert.Single(
            stand.Database.Journal(stand.Session),
            entry => entry is { Command: "Invoke-XmrtRollback", State: JournalState.Interrupted } && !entry.Parameters.ContainsKey("RollbackId"));
    }
}
