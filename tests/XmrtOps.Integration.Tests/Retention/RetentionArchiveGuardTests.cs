using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What is deleted after an archive was written: nothing that is not in it as it is.</summary>
public sealed class RetentionArchiveGuardTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_that_changed_after_the_archive_stay_and_so_do_those_whose_messages_did()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("conversation_sessions", "updated_at", ActivitySource.LastMessage);
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        // Three sessions change between the archive and the deletion: one itself, one by a message that is edited, one by
        // an old message that comes late.
        SnapshotArchiver archiver = new(() => database.RunAsync(
            """
            ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
            ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
            WITH unused AS (
                SELECT s.id, row_number() OVER (ORDER BY s.id) AS n FROM public.conversation_sessions s
                WHERE s.updated_at < now() - interval '90 days' AND EXISTS (SELECT FROM public.conversation_messages m WHERE m.session_id = s.id)
                  AND NOT EXISTS (SELECT FROM public.conversation_messages m WHERE m.session_id = s.id AND m."timestamp" >= now() - interval '90 days')
            ), itself AS (
                UPDATE public.conversation_sessions s SET title = 'renamed' FROM unused u WHERE u.id = s.id AND u.n = 1
            ), edited AS (
                UPDATE public.conversation_messages m SET content = 'edited' FROM unused u WHERE u.id = m.session_id AND u.n = 2
            )
            INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
            SELECT u.id, 'user', 'late', now() - interval '100 days' FROM unused u WHERE u.n = 3;
            """));

        RetentionResult result = await new RetentionJob(connection, plan, preview, new RetentionOptions(), archiver)
            .RunAsync(null, new Silence("test"), Cancellation);

        Assert.Equal((preview.Rows!.Value - 3, 3L, 0L), (result.Deleted, result.SkippedChanged, result.SkippedLocked));
        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions WHERE title = 'renamed'"));
        Assert.True(await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages WHERE content = 'edited'") > 0);
        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_messages WHERE content = 'late'"));
        Assert.Equal("here", result.ArchivePath);
    }

    [Fact]
    public async Task Log_rows_that_came_or_changed_after_the_archive_stay()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("webhook_logs", "created_at", null);
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        SnapshotArchiver archiver = new(() => database.RunAsync(
            """
            UPDATE public.webhook_logs SET webhook_name = 'late'
            WHERE id IN (SELECT id FROM public.webhook_logs WHERE created_at < now() - interval '91 days' LIMIT 7);
            INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation, status, created_at)
            VALUES ('late', 't', 'INSERT', 'completed', '2020-01-01');
            """));

        RetentionResult result = await new RetentionJob(connection, plan, preview, new RetentionOptions(), archiver)
            .RunAsync(null, new Silence("test"), Cancellation);

        Assert.Equal(preview.Rows - 7, result.Deleted);
        Assert.Equal(8, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs WHERE webhook_name = 'late'"));
    }

    [Fact]
    public async Task Nothing_is_deleted_when_the_archive_could_not_be_written()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("webhook_logs", "created_at", null);
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        RetentionJob job = new(
            connection, plan, preview, new RetentionOptions(), new SnapshotArchiver(() => throw Errors.StateUnavailable("x", "the disk is full")));

        await Assert.ThrowsAsync<XmrtException>(() => job.RunAsync(null, new Silence("test"), Cancellation));

        Assert.Null(job.Result);
        Assert.Equal(21_000, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
    }

    [Fact]
    public async Task What_changes_while_the_archive_is_written_stays()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        await database.RunAsync(
            """
            ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
            ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
            INSERT INTO public.conversation_sessions (id, session_key, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', 'emptied', '2020-01-01'), ('00000000-0000-0000-0000-000000000002', 'changed', '2020-01-01');
            INSERT INTO public.conversation_messages (session_id, message_type, content) VALUES ('00000000-0000-0000-0000-000000000001', 'user', 'new');
            """);
        await TableImage.SettleAsync(database);
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("conversation_sessions", "updated_at", ActivitySource.LastMessage);
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        // The first session was in use, and is no longer once its message is gone: it is not in the archive, and unchanged.
        ArchiveWriter writer = new(Path.Combine(folder.Path, "a"), "", file => new WatchedStream(file, () => database.RunAsync(
            """
            DELETE FROM public.conversation_messages WHERE session_id = '00000000-0000-0000-0000-000000000001';
            UPDATE public.conversation_sessions SET title = 'x' WHERE session_key = 'changed';
            """)));

        RetentionResult result = await new RetentionJob(connection, plan, preview, new RetentionOptions(), writer)
            .RunAsync(null, new Silence("test"), Cancellation);

        Assert.Equal(2, result.SkippedChanged);
        Assert.Equal(preview.Rows - 1, result.Deleted);
        Assert.Equal(2, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions WHERE session_key IN ('emptied', 'changed')"));
    }

    [Fact]
    public async Task A_partition_that_changed_while_the_archive_was_written_is_not_dropped()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        await database.RunAsync(RetentionPartitionTests.Setup);
        await TableImage.SettleAsync(database);
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RetentionRequest request = Request("events", "at", null) with { CutoffAt = _ => new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero) };
        RetentionPlan plan = await RetentionPlanner.PlanAsync(connection, request, new Silence("test"), Cancellation);
        RetentionPreview preview = await RetentionPreviewer.ReadAsync(connection, plan, request, new Silence("test"), Cancellation);
        ArchiveWriter writer = new(Path.Combine(folder.Path, "a"), "", file => new WatchedStream(file, () => database.RunAsync(
            "UPDATE public.events SET note = 'late' WHERE at = (SELECT min(at) FROM public.events_2020)")));

        RetentionResult result = await new RetentionJob(connection, plan, preview, new RetentionOptions(), writer)
            .RunAsync(null, new Silence("test"), Cancellation);

        Assert.Equal(["public.events_2021"], result.DroppedPartitions);
        Assert.Equal((preview.Rows - 1, preview.Rows), (result.Deleted, result.ArchivedRows));
        Assert.Equal("late", await database.ValueAsync<string>("SELECT note FROM public.events_2020"));
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

    /// <summary>Takes the snapshot that an archive would be written from, and then lets something happen.</summary>
    private sealed class SnapshotArchiver(Func<Task> meanwhile) : IRetentionArchiver
    {
        public async Task<RetentionArchive> WriteAsync(
            XmrtConnection connection, RetentionPlan plan, INotices notices, CancellationToken cancellation)
        {
            long horizon = await connection.Database.ReadAsync(
                Limits.Read,
                notices,
                transaction => transaction.SingleAsync(
                    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [], row => row.GetInt64(0), cancellation),
                cancellation);
            await meanwhile();
            return new RetentionArchive("here", horizon, 0);
        }
    }
}
