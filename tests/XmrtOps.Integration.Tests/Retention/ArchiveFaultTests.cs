using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Whatever keeps an archive from being complete: nothing is deleted, and nothing is left that looks like one.</summary>
public sealed class ArchiveFaultTests(SandboxServer server)
{
    private const string Count = "SELECT count(*) FROM public.webhook_logs";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paths_that_no_archive_can_be_made_at()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        string file = folder.Write("file", "mine");
        Directory.CreateDirectory(Path.Combine(folder.Path, "full"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "full", "theirs"), "theirs", Cancellation);
        using PwshSession session = database.Connect();
        List<(string Path, string ErrorId)> cases =
        [
            (file, "ArchivePathTaken"),
            (Path.Combine(folder.Path, "full"), "ArchivePathTaken"),
            (Path.Combine(file, "below a file"), "ArchiveUnwritable"),
            ("Variable:\\x", "NotAFilePath"),
        ];
        if (OperatingSystem.IsLinux())
        {
            // Where nobody may make anything, not even root.
            cases.Add(("/proc/archive", "ArchiveUnwritable"));
        }

        foreach ((string path, string errorId) in cases)
        {
            session.Set("path", path);
            PwshResult result = session.Run("Remove-XmrtLog 30d -Archive $path -Force");
            Assert.True(errorId == Assert.Single(result.ErrorIds), $"{path}: {result.Screen}");
        }

        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
        Assert.Equal(["file", "full"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("theirs", await File.ReadAllTextAsync(Path.Combine(folder.Path, "full", "theirs"), Cancellation));
    }

    [Fact]
    public async Task Nothing_old_enough_makes_no_archive()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "none"));

        RetentionResult result = Assert.Single(session.Run("Remove-XmrtLog 3000d -Archive $path -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((0L, null, null), (result.Deleted, result.ArchivePath, result.ArchivedRows));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public async Task A_disk_that_is_full(long room)
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        await database.RunAsync("UPDATE public.webhook_logs SET error_message = (SELECT string_agg(md5(id || i::text), '') FROM generate_series(1, 20) i)");
        (RetentionJob job, _) = await JobAsync(session, Path.Combine(folder.Path, "full"), file => new SmallDisk(file, room));

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => job.RunAsync(null, new Silence("test"), Cancellation));

        Assert.Equal("ArchiveUnwritable", fault.ErrorId);
        Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
        // The connection is as good as before.
        session.Run("$null = Get-XmrtSystemStat").Succeeded();
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        (RetentionJob job, _) = await JobAsync(session, Path.Combine(folder.Path, "stopped"), file => new WatchedStream(file, stop.CancelAsync));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(null, new Silence("test"), stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
        Assert.Null(job.Result);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        using PwshSession session = database.Connect();
        // More than the sockets' buffers hold, so that the server is still sending when it is cut.
        await database.RunAsync("UPDATE public.webhook_logs SET error_message = repeat(id::text, 100)");
        (RetentionJob job, _) = await JobAsync(session, Path.Combine(folder.Path, "cut"), file => new WatchedStream(file, () => database.RunAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")));

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => job.RunAsync(null, new Silence("test"), Cancellation));

        Assert.Equal("ConnectionLost", fault.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_what_cannot_be_taken_for_an_archive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "killed");
        using PwshSession session = database.Connect();
        await database.RunAsync("UPDATE public.webhook_logs SET error_message = (SELECT string_agg(md5(id || i::text), '') FROM generate_series(1, 60) i)");
        using ShellProcess shell = ShellProcess.Start(
            ["-Command", $"$null = Connect-Xmrt '{database.Url}'; Remove-XmrtLog 1d -IncludePending -Archive '{path}' -Force"], Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        while (Directory.GetDirectories(folder.Path).Length == 0 && !ended.IsCompleted)
        {
            await Task.Delay(5, Cancellation);
        }

        await shell.SignalAsync("KILL", Cancellation);
        await ended;

        // It was killed while it wrote, and not after: the rows are all there.
        Assert.Equal(21_000, await database.ValueAsync<long>(Count));
        string leftover = Assert.Single(Directory.GetDirectories(folder.Path));
        Assert.StartsWith(path + ".incomplete-", leftover, StringComparison.Ordinal);
        session.Set("path", path);
        session.Set("leftover", leftover);
        Assert.Contains(Assert.Single(session.Run("Import-XmrtArchive $leftover -Force").ErrorIds), new[] { "ArchiveIncomplete", "ArchiveNotFound" });
        await TableImage.SettleAsync(database);
        PwshResult next = session.Run("Remove-XmrtLog 1d -IncludePending -Archive $path -Force").Succeeded();
        Assert.Contains(next.Warnings, warning => warning.Contains("never completed", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(next.Of<RetentionResult>()).Deleted, Assert.Single(next.Of<RetentionResult>()).ArchivedRows);
    }

    [Fact]
    public async Task Tables_whose_rows_could_not_be_put_back()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        await database.RunAsync(
            """
            CREATE TABLE public.parent (id int PRIMARY KEY, created_at timestamptz);
            CREATE TABLE public.keyless (parent int REFERENCES public.parent ON DELETE CASCADE);
            INSERT INTO public.parent VALUES (1, '2020-01-01');
            GRANT ALL ON public.parent, public.keyless TO postgres;
            """);
        using PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "a"));

        Assert.Equal(["ArchiveUnfit"], session.Run("Remove-XmrtLog 30d -Table parent -Archive $path -Force").ErrorIds);

        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static RetentionRequest Request(string table, string column, ActivitySource? activity) => new()
    {
        Table = new RelationName("public", table),
        TimeColumn = column,
        CutoffAt = now => now - TimeSpan.FromDays(90),
        Age = ("OlderThan", "90d"),
        Activity = activity,
        IncludePending = true,
    };

    private static async Task<(RetentionJob Job, RetentionPreview Preview)> JobAsync(PwshSession session, string path, Func<Stream, Stream> wrap)
    {
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("webhook_logs", "created_at", null) with { CutoffAt = now => now - TimeSpan.FromDays(1) };
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        return (new RetentionJob(connection, plan, preview, new RetentionOptions(), new ArchiveWriter(path, "", wrap)), preview);
    }

    /// <summary>A file on a disk with little room.</summary>
    private sealed class SmallDisk(Stream file, long room) : PassingStream(file)
    {
        private long _written;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written += buffer.Length;
            if (_written > room)
            {
                throw new IOException("No space left on device", 28);
            }

            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
