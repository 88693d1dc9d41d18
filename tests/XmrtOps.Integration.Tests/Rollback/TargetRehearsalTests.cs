using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A rollback is tried on the database itself, and nothing of it stays.</summary>
public sealed class TargetRehearsalTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -DryRun -OnTarget -Force -Path $path -Version ";
    [Fact]
    public async Task What_it_would_do_is_measured_and_taken_back()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        XmrtConnection connection = Assert.Single(stand.Session.Run("Get-XmrtConnection db").Of<XmrtConnection>());
        DatabaseRollbackPlan plan = Assert.Single(stand.Session.Run(
            "New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path").Of<DatabaseRollbackPlan>());

        // A second may be too little for a machine that runs all tests at once.
        TargetRehearsal rehearsal = new(connection, plan, new Silence("test")) { Deadline = TimeSpan.FromMinutes(2) };
        RollbackRehearsal result = await rehearsal.RunAsync([], null, TestContext.Current.CancellationToken);

        Assert.True(result.Passed);
        VersionRehearsal version = Assert.Single(result.Versions);
        Assert.Contains("table public.notes went", version.Differences);
        Assert.True(version.DurationMs > 0);
        Assert.Equal(["RollbackLosesData", "RollbackNotConfirmed", "NoRestorePoint"], result.Refusals.Select(refusal => refusal.ErrorId));
        await stand.AssertNotesUntouchedAsync();
    }

    [Fact]
    public async Task What_takes_longer_than_a_second_is_taken_back_and_both_are_in_the_journal()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        stand.WriteDown("20260103000000", "index", "DROP INDEX public.kept_note; SELECT pg_sleep(60);");

        PwshResult result = stand.Session.Run(Command + "20260103000000");

        Assert.Equal(["DryRunDeadlinePassed"], result.ErrorIds);
        JournalEntry entry = stand.Database.Journal(stand.Session).First(found => found.Command == "Invoke-XmrtRollback");
        Assert.Equal(JournalState.Failed, entry.State);
        Assert.Contains("What stays of it: locks", entry.Summary, StringComparison.Ordinal);
        Assert.Equal(["NoRollback"], stand.Session.Run("Undo-XmrtRollback -Force").ErrorIds);
        await stand.AssertNotesUntouchedAsync();
    }

    [Fact]
    public async Task The_server_itself_ends_a_transaction_whose_client_is_cut_off()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        stand.WriteDown(
            "20260103000000",
            "index",
            "DO $$ BEGIN RAISE EXCEPTION 'idle %, whole %', current_setting('idle_in_transaction_session_timeout'), "
            + "coalesce(current_setting('transaction_timeout', true), 'not known'); END $$;");
        XmrtConnection connection = Assert.Single(stand.Session.Run("Get-XmrtConnection db").Of<XmrtConnection>());
        DatabaseRollbackPlan plan = Assert.Single(stand.Session.Run(
            "New-XmrtRollbackPlan -Database -Version 20260103000000 -Path $path").Of<DatabaseRollbackPlan>());
        TargetRehearsal rehearsal = new(connection, plan, new Silence("test")) { Deadline = TimeSpan.FromMinutes(2) };

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(
            () => rehearsal.RunAsync([], null, TestContext.Current.CancellationToken));

        // A quarter later than our own deadline, which tells better why.
        Assert.Contains(
            $"idle 150s, whole {(connection.ServerVersionNumber >= 170000 ? "150s" : "not known")}", fault.Message, StringComparison.Ordinal);
        await stand.AssertNotesUntouchedAsync();
    }

    [Fact]
    public async Task It_is_refused_while_others_use_the_tables_for_long()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        // Longer than anybody would be let wait.
        await other.RunAsync("BEGIN; LOCK TABLE public.kept IN ACCESS SHARE MODE; SELECT pg_sleep(0.1)");

        PwshResult result = stand.Session.Run(Command + "20260103000000");

        Assert.Equal(["TablesInUse"], result.ErrorIds);
        Assert.Contains($"kept is in use by process {other.ProcessId}", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        await stand.AssertNotesUntouchedAsync();
    }

    [Fact]
    public async Task It_asks_names_what_stays_and_is_one_version_at_a_time()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);

        PwshResult shown = stand.Session.Run("Invoke-XmrtRollback -Database -DryRun -OnTarget -WhatIf -Path $path -Version 20260103000000");

        Assert.Single(shown.Of<DatabaseRollbackPlan>());
        Assert.Contains("positions of sequences", string.Join(" ", shown.ScreenLines), StringComparison.Ordinal);
        Assert.Equal(["DryRunOneVersion"], stand.Session.Run(Command + "20260102000000, 20260103000000").ErrorIds);
        Assert.Equal(
            ["OnTargetWithoutDryRun"],
            stand.Session.Run("Invoke-XmrtRollback -Database -OnTarget -Force -Path $path -Version 20260103000000").ErrorIds);
        await stand.AssertNotesUntouchedAsync();
    }

    [Fact]
    public async Task What_nothing_undoes_is_not_tried()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        await stand.ApplyAsync("20260104000000", "rows", "UPDATE public.kept SET note = 'b'");

        Assert.Equal(["RestoreRequired"], stand.Session.Run(Command + "20260104000000").ErrorIds);
    }
}
