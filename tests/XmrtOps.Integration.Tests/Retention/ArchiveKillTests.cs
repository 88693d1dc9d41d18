using System.Diagnostics;
using System.Runtime.Versioning;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>A process that is killed in the middle of an import, or of the deletion after an archive; and a disk that is
/// really full.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ArchiveKillTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_middle_of_the_deletion_every_row_is_in_the_table_or_in_the_archive()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session, Dictionary<string, string> before) = await PrepareAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        using ShellProcess shell = ShellProcess.Start(
            ["-Command", $"$null = Connect-Xmrt '{database.Url}' -Name killed-removal; {ArchiveCrashTests.Remove} -Archive '{Path.Combine(folder.Path, "a")}'"],
            Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        while (await database.ValueAsync<long>("SELECT count(*) FROM public.parent") == 6000)
        {
            Assert.False(ended.IsCompleted, "It ended without deleting anything.");
        }

        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        await UntilGoneAsync(database);

        long left = await database.ValueAsync<long>("SELECT count(*) FROM public.parent");
        Assert.InRange(left, 1, 5999);
        Assert.Equal(2 * left, await database.ValueAsync<long>("SELECT count(*) FROM public.child"));
        JournalEntry entry = Assert.Single(database.Journal(session));
        Assert.Equal(JournalState.Interrupted, entry.State);
        // What undoes it was written down before it began.
        Assert.Equal($"Import-XmrtArchive -Path '{Path.Combine(folder.Path, "a")}' -Connection 'killed-removal'", entry.Undo);
        RetentionResult rest = Assert.Single(session.Run($"{ArchiveCrashTests.Remove} -Archive $b").Succeeded().Of<RetentionResult>());
        Assert.Equal((left, 3 * left), (rest.Deleted, rest.ArchivedRows!.Value));
        Assert.Equal(3 * left, Assert.Single(session.Run("Import-XmrtArchive $b -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
        ArchiveImportResult back = Assert.Single(session.Run("Import-XmrtArchive $a -Force").Succeeded().Of<ArchiveImportResult>());
        Assert.Equal((18_000 - (3 * left), 3 * left, 0L), (back.Inserted, back.AlreadyPresent, back.Conflicts));
        Assert.Equal(before, await TableImage.OfAsync(database, ArchiveCrashTests.Tables));
    }

    [Fact]
    public async Task In_the_middle_of_an_import_nothing_is_put_back_by_halves()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session, Dictionary<string, string> before) = await PrepareAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        session.Run("Remove-XmrtLog 30d -Table parent -Archive $a -Force").Succeeded();
        await using SessionLock other = await SessionLock.TakeAsync(
            server, database, "INSERT INTO public.parent VALUES (5999, now(), 'mine')");
        using ShellProcess shell = ShellProcess.Start(
            ["-Command", $"$null = Connect-Xmrt '{database.Url}' -Name killed-import; Import-XmrtArchive '{Path.Combine(folder.Path, "a")}' -Force"],
            Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        while (await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            Assert.False(ended.IsCompleted, "It ended without waiting.");
        }

        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        // Only then does the server come to see that nobody is there any more.
        await other.RunAsync("ROLLBACK");
        await UntilGoneAsync(database);

        Assert.Equal(0, await database.ValueAsync<long>("SELECT (SELECT count(*) FROM public.parent) + (SELECT count(*) FROM public.child)"));
        JournalEntry entry = Assert.Single(database.Journal(session), found => found.Command == "Import-XmrtArchive");
        Assert.Equal(JournalState.Interrupted, entry.State);
        Assert.Equal(18_000, Assert.Single(session.Run("Import-XmrtArchive $a -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
        Assert.Equal(before, await TableImage.OfAsync(database, ArchiveCrashTests.Tables));
    }

    [Fact]
    public async Task A_disk_that_is_really_full()
    {
        using TemporaryFolder folder = new();
        Assert.SkipUnless(await IsDoneAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.Path), "No disk can be mounted here.");
        try
        {
            await using TestDatabase database = await server.CopyAsync();
            await database.RunAsync("UPDATE public.webhook_logs SET error_message = md5(id::text) || md5(id || 'x')");
            using PwshSession session = database.Connect();
            session.Set("path", Path.Combine(folder.Path, "a"));

            PwshResult result = session.Run("Remove-XmrtLog 1d -IncludePending -Archive $path -Force");

            Assert.Equal(["ArchiveUnwritable"], result.ErrorIds);
            Assert.Contains("the disk is full", result.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
            Assert.Equal(21_000, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
            session.Run("$null = Get-XmrtSystemStat").Succeeded();
        }
        finally
        {
            Assert.True(await IsDoneAsync("umount", folder.Path));
        }
    }

    private async Task<(TestDatabase Database, TemporaryFolder Folder, PwshSession Session, Dictionary<string, string> Before)> PrepareAsync()
    {
        TestDatabase database = await server.CopyAsync();
        TemporaryFolder folder = new();
        await database.RunAsync(ArchiveCrashTests.Setup + "GRANT ALL ON public.parent, public.child TO postgres");
        await TableImage.SettleAsync(database);
        PwshSession session = database.Connect();
        session.Set("a", Path.Combine(folder.Path, "a"));
        session.Set("b", Path.Combine(folder.Path, "b"));
        return (database, folder, session, await TableImage.OfAsync(database, ArchiveCrashTests.Tables));
    }

    /// <summary>Waits until the server has seen that the client is gone: what it is at, it ends first.</summary>
    private static async Task UntilGoneAsync(TestDatabase database)
    {
        while (await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'XmrtOps%' AND state <> 'idle'") > 0)
        {
            await Task.Delay(10, Cancellation);
        }
    }

    private static async Task<bool> IsDoneAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
