using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Archives that are put back where rows have changed meanwhile, by two at once, and in the middle of a failure.</summary>
public sealed class ImportArchiveTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_refer_to_rows_of_their_own_table_come_back_in_whatever_order()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, _, PwshSession session) = tables;
        // The sequences of a database where nothing has been drawn yet.
        await database.RunAsync("SELECT setval('public.parent_id_seq', 1, false), setval('public.child_id_seq', 10)");

        ArchiveImportResult back = Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>());

        Assert.Equal((9000L, 0L, 0L), (back.Inserted, back.AlreadyPresent, back.WithoutParent));
        Assert.Equal(["public.child_id_seq", "public.parent_id_seq"], back.AdvancedSequences.Order(StringComparer.Ordinal));
        Assert.Equal(3001, await database.ValueAsync<long>("INSERT INTO public.parent (created_at) VALUES (now()) RETURNING id"));
        Assert.Equal(6001, await database.ValueAsync<long>("INSERT INTO public.child (note) VALUES ('new') RETURNING id"));
    }

    [Fact]
    public async Task Rows_that_are_there_stay_as_they_are_and_are_counted()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, _, PwshSession session) = tables;
        await database.RunAsync(
            """
            -- The same key and other values; another row's unique key; an owner that is gone; and one that is as it was.
            INSERT INTO public.parent (id, created_at, code) VALUES (7, '2020-01-01', 'mine'), (-1, now(), 'code 9'), (3000, '2020-01-01', 'code 3000');
            UPDATE public.parent SET owner = 1 WHERE id = 3000;
            DELETE FROM public.owner_of WHERE id = 2;
            """);

        ArchiveImportPreview preview = Assert.Single(session.Run("Import-XmrtArchive $path -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        PwshResult run = session.Run("Import-XmrtArchive $path -Force").Succeeded();

        ArchiveImportResult back = Assert.Single(run.Of<ArchiveImportResult>());
        ArchiveImportTable parent = back.Tables.Single(table => table.Table == "parent");
        Assert.Equal(["7", "9"], preview.Tables.Single(table => table.Table == "parent").ConflictKeys);
        Assert.Equal((2L, 1L), (parent.Conflicts, parent.AlreadyPresent));
        Assert.Equal(["7", "9"], parent.ConflictKeys);
        // Owner 2 is that of the odd ones, and whoever refers to them hangs on them.
        Assert.Equal(3000, parent.Inserted + parent.AlreadyPresent + parent.Conflicts + parent.WithoutParent);
        Assert.True(parent.WithoutParent > 1000);
        Assert.Equal("mine", await database.ValueAsync<string>("SELECT code FROM public.parent WHERE id = 7"));
        Assert.Equal(parent.Inserted + 3, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
        ArchiveImportTable child = back.Tables.Single(table => table.Table == "child");
        Assert.Equal(child.Inserted, await database.ValueAsync<long>("SELECT count(*) FROM public.child"));
        Assert.Equal(6000, child.Inserted + child.WithoutParent);
        Assert.NotEmpty(run.Warnings);
        // What was missing is there again: the rest comes, and nothing twice.
        await database.RunAsync(
            """
            INSERT INTO public.owner_of VALUES (2, 'b');
            ALTER TABLE public.parent DROP CONSTRAINT parent_before_fkey;
            DELETE FROM public.parent WHERE id IN (7, -1);
            """);
        ArchiveImportResult rest = Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>());
        Assert.Equal((0L, 0L), (rest.Conflicts, rest.WithoutParent));
        Assert.Equal(9000, rest.Inserted + rest.AlreadyPresent);
        await database.RunAsync("ALTER TABLE public.parent ADD FOREIGN KEY (before) REFERENCES public.parent");
        Assert.Equal(3000, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
        Assert.Equal(6000, await database.ValueAsync<long>("SELECT count(*) FROM public.child"));
    }

    [Fact]
    public async Task A_new_column_with_a_default_is_none_of_its_business()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, _, PwshSession session) = tables;
        await database.RunAsync("ALTER TABLE public.parent ADD since int NOT NULL DEFAULT 7");

        ArchiveImportPreview preview = Assert.Single(session.Run("Import-XmrtArchive $path -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        session.Run("Import-XmrtArchive $path -Force").Succeeded();

        Assert.Contains(preview.Findings, finding => finding.Code == "NewColumns");
        Assert.Equal(3000, await database.ValueAsync<long>("SELECT count(*) FROM public.parent WHERE since = 7"));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_leaves_nothing_half_done()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, _, PwshSession session) = tables;
        // A row of somebody else's with the key of the last one: the import has to wait to see what becomes of it.
        await using SessionLock other = await SessionLock.TakeAsync(
            server, database, "INSERT INTO public.parent (id, created_at) VALUES (1, now())");
        PwshRun run = session.Start("Import-XmrtArchive $path -Force");
        while (await database.ValueAsync<long>(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name LIKE 'XmrtOps%'
            """) == 0 && !run.Completion.IsCompleted)
        {
            await Task.Delay(5, Cancellation);
        }

        PwshResult result = await run.Completion;
        await other.RunAsync("ROLLBACK");

        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT (SELECT count(*) FROM public.parent) + (SELECT count(*) FROM public.child)"));
        while (session.Run("$null = Get-XmrtSystemStat").Errors.Count > 0)
        {
        }

        Assert.Equal(9000, Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
    }

    [Fact]
    public async Task Two_imports_at_once_bring_every_row_once()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = tables;
        using PwshSession second = database.Connect("second");
        second.Set("path", Path.Combine(folder.Path, "a"));

        PwshResult[] results = await Task.WhenAll(
            session.Start("Import-XmrtArchive $path -Force").Completion, second.Start("Import-XmrtArchive $path -Force").Completion);

        Assert.All(results, result => result.Succeeded());
        Assert.Equal(9000, results.Sum(result => result.Of<ArchiveImportResult>()[0].Inserted));
        Assert.Equal(3000, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
    }

    /// <summary>A database whose tables were emptied into an archive.</summary>
}
