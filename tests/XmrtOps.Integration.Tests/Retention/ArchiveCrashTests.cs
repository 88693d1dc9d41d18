using System.Runtime.Versioning;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>A server that crashes in the middle of an archive, of the deletion after it, and of an import: no row is lost,
/// and the next run goes on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ArchiveCrashTests
{
    // More than the buffers between server and client hold, so that there is a middle to be met.
    internal const string Setup =
        """
        CREATE TABLE public.parent (id bigint PRIMARY KEY, created_at timestamptz, note text);
        CREATE TABLE public.child (id bigint PRIMARY KEY, parent bigint REFERENCES public.parent ON DELETE CASCADE, note text);
        CREATE INDEX ON public.child (parent);
        INSERT INTO public.parent SELECT i, '2020-01-01', repeat(md5(i::text), 100) FROM generate_series(1, 6000) i;
        INSERT INTO public.child SELECT i, 1 + i % 6000, repeat(md5(i::text), 20) FROM generate_series(1, 12000) i;
        """;

    internal static readonly string[] Tables = ["public.parent", "public.child"];

    internal const string Remove = "Remove-XmrtLog 30d -Table parent -BatchTarget 10ms -Throttle 50ms -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_middle_of_an_archive_nothing_is_deleted_and_no_archive_is_left()
    {
        await using BareServer server = await BareServer.StartAsync("synchronous_commit = on");
        using TemporaryFolder folder = new();
        (PwshSession session, Dictionary<string, string> before) = await PrepareAsync(server, folder);
        using PwshSession one = session;
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = new()
        {
            Table = new RelationName("public", "parent"),
            CutoffAt = now => now - TimeSpan.FromDays(30),
            Age = ("OlderThan", "30d"),
        };
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        ArchiveWriter writer = new(Path.Combine(folder.Path, "a"), "", file => new WatchedStream(file, server.CrashAsync));
        RetentionJob job = new(connection, plan, preview, new RetentionOptions(), writer);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => job.RunAsync(null, new Silence("test"), Cancellation));

        Assert.Equal("ConnectionLost", fault.ErrorId);
        Assert.Null(job.Result);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        await server.RecoverAsync();
        Assert.Equal(before, await ImageAsync(server));
        await ReconnectAsync(session);
        RetentionResult next = Assert.Single(session.Run($"{Remove} -Archive $a").Succeeded().Of<RetentionResult>());
        Assert.Equal((6000L, 18_000L), (next.Deleted, next.ArchivedRows!.Value));
        session.Run("Import-XmrtArchive $a -Force").Succeeded();
        Assert.Equal(before, await ImageAsync(server));
    }

    [Fact]
    public async Task In_the_middle_of_the_deletion_every_row_is_in_the_table_or_in_the_archive()
    {
        await using BareServer server = await BareServer.StartAsync("synchronous_commit = on");
        using TemporaryFolder folder = new();
        (PwshSession session, Dictionary<string, string> before) = await PrepareAsync(server, folder);
        using PwshSession one = session;
        PwshRun run = session.Start($"{Remove} -Archive $a");
        while (await server.ValueAsync<long>("SELECT count(*) FROM public.parent") == 6000)
        {
            Assert.False(run.Completion.IsCompleted, "It ended without deleting anything.");
        }

        await server.CrashAsync();
        await server.RecoverAsync();
        PwshResult result = await run.Completion;

        RetentionResult account = Assert.Single(result.Output.Select(output => output!.BaseObject).OfType<RetentionResult>());
        long left = await server.ValueAsync<long>("SELECT count(*) FROM public.parent");
        Assert.InRange(left, 1, 5999);
        Assert.Equal((StopReason.Failed, 0L), (account.StoppedBecause, account.Uncertain));
        Assert.Equal((6000 - left, 18_000L), (account.Deleted, account.ArchivedRows!.Value));
        Assert.Equal(2 * left, await server.ValueAsync<long>("SELECT count(*) FROM public.child"));
        Assert.Equal(2 * account.Deleted, account.CascadedRows);
        Assert.Contains(Assert.Single(result.ErrorIds), new[] { "ConnectionLost", "OutcomeUnknown", "ServerShuttingDown" });
        await ReconnectAsync(session);
        RetentionResult rest = Assert.Single(session.Run($"{Remove} -Archive $b").Succeeded().Of<RetentionResult>());
        Assert.Equal((left, 3 * left, true), (rest.Deleted, rest.ArchivedRows!.Value, rest.IsComplete));
        // The first archive holds all of them, also those that the second run deleted.
        Assert.Equal(18_000, Assert.Single(session.Run("Import-XmrtArchive $a -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
        Assert.Equal(before, await ImageAsync(server));
        ArchiveImportResult again = Assert.Single(session.Run("Import-XmrtArchive $b").Succeeded().Of<ArchiveImportResult>());
        Assert.Equal((0L, 3 * left, 0L), (again.Inserted, again.AlreadyPresent, again.Conflicts));
    }

    [Fact]
    public async Task In_the_middle_of_an_import_nothing_is_put_back_by_halves()
    {
        await using BareServer server = await BareServer.StartAsync("synchronous_commit = on");
        using TemporaryFolder folder = new();
        (PwshSession session, Dictionary<string, string> before) = await PrepareAsync(server, folder);
        using PwshSession one = session;
        session.Run("Remove-XmrtLog 30d -Table parent -Archive $a -Force").Succeeded();
        // The import waits for somebody else's row with the key of one of the last.
        await using (OtherSession other = await OtherSession.OpenAsync(server.As("app", "app")))
        {
            await server.RunAsync("GRANT ALL ON public.parent TO app");
            await other.RunAsync("BEGIN; INSERT INTO public.parent VALUES (5999, now(), 'mine')");
            PwshRun run = session.Start("Import-XmrtArchive $a -Force");
            while (await server.ValueAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == 0)
            {
                Assert.False(run.Completion.IsCompleted, "It ended without waiting.");
            }

            await server.CrashAsync();
            Assert.Equal(["ConnectionLost"], (await run.Completion).ErrorIds);
        }

        await server.RecoverAsync();
        Assert.Equal(0, await server.ValueAsync<long>("SELECT (SELECT count(*) FROM public.parent) + (SELECT count(*) FROM public.child)"));
        await ReconnectAsync(session);
        Assert.Equal(18_000, Assert.Single(session.Run("Import-XmrtArchive $a -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
        Assert.Equal(before, await ImageAsync(server));
    }

    private static async Task<(PwshSession Session, Dictionary<string, string> Before)> PrepareAsync(BareServer server, TemporaryFolder folder)
    {
        await server.RunAsync(Setup);
        Dictionary<string, string> before = await ImageAsync(server);
        PwshSession session = server.Connect();
        session.Set("a", Path.Combine(folder.Path, "a"));
        session.Set("b", Path.Combine(folder.Path, "b"));
        return (session, before);
    }

    /// <summary>Connections that lay idle in the pool when the server went away are each noticed when used next.</summary>
    private static async Task ReconnectAsync(PwshSession session)
    {
        while (session.Run("$null = Get-XmrtSystemStat").Errors.Count > 0)
        {
            await Task.Delay(10, Cancellation);
        }
    }

    private static Task<Dictionary<string, string>> ImageAsync(BareServer server) =>
        TableImage.OfAsync(server.ValueAsync<string>, Tables);
}
