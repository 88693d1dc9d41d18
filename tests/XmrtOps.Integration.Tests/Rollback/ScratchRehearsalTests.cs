using System.Data.Common;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;
using XmrtOps.Sandbox;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A rollback is tried on a copy: the database is only read, and the copy is gone afterwards.</summary>
[Collection(MigrationStand.ScratchServers)]
public sealed class ScratchRehearsalTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -DryRun -Path $path -PostgresBin $bin -Version ";
    private static readonly string Own = string.Create(CultureInfo.InvariantCulture, $"dryrun-{Environment.ProcessId}-");

    [Fact]
    public async Task Two_versions_are_undone_on_a_copy_and_done_again_there()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        await stand.Database.RunAsync("INSERT INTO public.notes SELECT i, E'a\\tb' FROM generate_series(2, 1500) i");

        RollbackRehearsal result = Assert.Single(
            stand.Session.Run(Command + "20260102000000, 20260103000000").Succeeded().Of<RollbackRehearsal>());

        Assert.True(result.Passed, string.Join(" | ", result.Checks.Select(check => $"{check}: {check.Reason}")));
        Assert.All(result.Checks, check => Assert.True(check.Passed, $"{check}: {check.Reason}"));
        Assert.Equal(["Copy", "Statements", "History", "Schema", "Done again"], result.Checks.Select(check => check.Name));
        Assert.Equal((RehearsalPlace.Scratch, true), (result.Place, result.IsDryRun));
        // Three of the history, one of public.kept, and no more than a thousand of public.notes.
        Assert.Equal(3 + 1 + 1000, result.CopiedRows);
        Assert.Equal(["20260103000000_index", "20260102000000_notes"], result.Versions.Select(version => version.Version));
        Assert.Equal(["index public.kept_note went"], result.Versions[0].Differences);
        Assert.Contains("table public.notes went", result.Versions[1].Differences);
        Assert.All(result.Versions, version => Assert.True(version.DurationMs > 0));
        Assert.Contains("RollbackLosesData", result.Refusals.Select(refusal => refusal.ErrorId));
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task A_script_that_fails_in_the_middle_is_told_with_what_went_before_it()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        stand.WriteDown("20260102000000", "notes", "DROP TABLE public.notes; SELECT 1/0;");

        PwshResult result = stand.Session.Run(Command + "20260102000000, 20260103000000");

        Assert.Equal(["DryRunFailed"], result.ErrorIds);
        RollbackRehearsal tried = Assert.Single(result.Of<RollbackRehearsal>());
        Assert.False(tried.Passed);
        Assert.Equal([RollbackStepState.Done, RollbackStepState.Failed], tried.Versions.Select(version => version.State));
        Assert.Contains("division by zero", tried.Problem, StringComparison.Ordinal);
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task A_first_script_that_fails_and_one_that_opens_something_are_told()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        await stand.Database.RunAsync("REVOKE ALL ON public.kept FROM anon");
        stand.WriteDown("20260103000000", "index", "DROP INDEX public.no_such;");
        PwshResult failed = stand.Session.Run(Command + "20260103000000");
        stand.WriteDown("20260103000000", "index", "DROP INDEX public.kept_note; GRANT ALL ON public.kept TO anon;");
        RollbackRehearsal opening = Assert.Single(stand.Session.Run(Command + "20260103000000").Of<RollbackRehearsal>());

        Assert.Equal(["DryRunFailed"], failed.ErrorIds);
        Assert.Equal(RollbackStepState.Failed, Assert.Single(Assert.Single(failed.Of<RollbackRehearsal>()).Versions).State);
        Assert.Contains(opening.Versions[0].AccessChanges, change => change.Contains("anon", StringComparison.Ordinal));
        Assert.Contains("RollbackExposes", opening.Refusals.Select(refusal => refusal.ErrorId));
        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task Programs_that_are_not_there_are_named_and_WhatIf_starts_nothing()
    {
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);

        PwshResult missing = stand.Session.Run(Command.Replace("$bin", "'/no/such'", StringComparison.Ordinal) + "20260103000000");
        PwshResult shown = stand.Session.Run(Command + "20260103000000 -WhatIf");

        Assert.Equal(["PostgresNotFound"], missing.ErrorIds);
        Assert.Single(shown.Of<DatabaseRollbackPlan>());
    }

    [Fact]
    public async Task Programs_without_pg_dump_are_told_of()
    {
        Assert.SkipWhen(MigrationStand.HasPgDump(server), "These programs have a pg_dump.");
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);

        Assert.Equal(["PgDumpUnfit"], stand.Session.Run(Command + "20260103000000").ErrorIds);

        await AssertUntouchedAsync(stand);
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_leaves_no_server_behind()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithNotesAsync(server);
        stand.WriteDown("20260103000000", "index", "DROP INDEX public.kept_note; SELECT pg_sleep(600);");

        PwshRun run = stand.Session.Start(Command + "20260103000000");
        while (!await IsAsleepAsync())
        {
            Assert.False(run.Completion.IsCompleted, "It ended without getting there.");
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        await run.StopAsync();

        await AssertUntouchedAsync(stand);
    }

    /// <summary>The script has come to its last statement.</summary>
    private static async Task<bool> IsAsleepAsync()
    {
        if (SandboxHost.List().FirstOrDefault(found => found.Name.StartsWith(Own, StringComparison.Ordinal)) is not { } listing
            || SandboxHost.FindOwn(listing.Directory) is not { } scratch)
        {
            // Listing reads files: others shall have the processor in between.
            await Task.Delay(20, TestContext.Current.CancellationToken);
            return false;
        }

        await using DbDataSource source = Postgres.CreateDataSource(
            new PostgresSettings
            {
                Host = scratch.Host,
                Port = scratch.Port,
                Database = scratch.Database,
                UserName = scratch.AdministratorUserName,
                Password = scratch.AdministratorPassword,
                Tls = TlsMode.Disable,
                KeepOpen = false,
            },
            "tests");
        await using DbCommand command = source.CreateCommand("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        try
        {
            return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
        catch (DbException)
        {
            // It is not up yet, or gone.
            return false;
        }
    }

    private static async Task AssertUntouchedAsync(MigrationStand stand)
    {
        await stand.AssertNotesUntouchedAsync();
        // Whatever else starts servers of this name takes turns with this class.
        Assert.DoesNotContain(SandboxHost.List(), found => found.Name.StartsWith(Own, StringComparison.Ordinal));
        Assert.DoesNotContain(stand.Database.Journal(stand.Session), found => found.Command == "Invoke-XmrtRollback");
    }
}
