using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Archives that are put back where things have changed, or cannot be.</summary>
public sealed class ImportArchiveTests(SandboxServer server)
{
    private const string Setup =
        """
        CREATE TABLE public.owner_of (id int PRIMARY KEY, name text);
        INSERT INTO public.owner_of VALUES (1, 'a'), (2, 'b');
        CREATE TABLE public.parent (id bigserial PRIMARY KEY, created_at timestamptz, code text UNIQUE, owner int REFERENCES public.owner_of,
            before bigint REFERENCES public.parent);
        CREATE TABLE public.child (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint REFERENCES public.parent ON DELETE CASCADE, note text);
        CREATE INDEX ON public.child (parent);
        CREATE INDEX ON public.parent (before);
        INSERT INTO public.parent (created_at, code, owner, before)
            SELECT '2020-01-01', 'code ' || i, 1 + i % 2, nullif(i, 3000) + 1 FROM generate_series(1, 3000) i;
        INSERT INTO public.child (parent, note) SELECT p.id, 'note' FROM public.parent p, generate_series(1, 2);
        GRANT ALL ON ALL TABLES IN SCHEMA public TO postgres;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO postgres;
        ALTER TABLE public.parent OWNER TO postgres;
        ALTER TABLE public.child OWNER TO postgres;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_refer_to_rows_of_their_own_table_come_back_in_whatever_order()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
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
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
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

    [Theory]
    [InlineData("ALTER TABLE public.child RENAME TO kid", "ArchiveTargetDiffers", "there is no table child")]
    [InlineData("ALTER TABLE public.child RENAME COLUMN note TO remark", "ArchiveTargetDiffers", "child has no column note")]
    [InlineData("ALTER TABLE public.child ALTER note TYPE varchar(3)", "ArchiveTargetDiffers", "child.note is character varying(3), and was text")]
    [InlineData("ALTER TABLE public.parent ADD must int NOT NULL", "ArchiveTargetDiffers", "parent.must is new and needs a value")]
    [InlineData("ALTER TABLE public.child DROP CONSTRAINT child_pkey", "ArchiveTargetDiffers", "child has no primary key")]
    [InlineData("ALTER TABLE public.parent ADD CHECK (code <> 'code 2999')", "ImportRefused", "violates check constraint")]
    [InlineData("CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER \"on In\" BEFORE INSERT ON public.child FOR EACH ROW EXECUTE FUNCTION public.f()", "InsertTriggers", "trigger on In on child")]
    [InlineData("REVOKE INSERT ON public.child FROM postgres", "PermissionDenied", "may not put rows into child")]
    public async Task What_the_tables_have_become(string change, string errorId, string message)
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        await database.RunAsync(change);

        PwshResult result = session.Run("Import-XmrtArchive $path -Force");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Contains(message, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output, output => output!.BaseObject is ArchiveImportResult);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
    }

    [Fact]
    public async Task A_new_column_with_a_default_is_none_of_its_business()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        await database.RunAsync("ALTER TABLE public.parent ADD since int NOT NULL DEFAULT 7");

        ArchiveImportPreview preview = Assert.Single(session.Run("Import-XmrtArchive $path -WhatIf").Succeeded().Of<ArchiveImportPreview>());
        session.Run("Import-XmrtArchive $path -Force").Succeeded();

        Assert.Contains(preview.Findings, finding => finding.Code == "NewColumns");
        Assert.Equal(3000, await database.ValueAsync<long>("SELECT count(*) FROM public.parent WHERE since = 7"));
    }

    [Fact]
    public async Task Archives_that_are_none_any_more()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        string path = Path.Combine(folder.Path, "a");
        string manifest = Path.Combine(path, "manifest.json");
        string text = await File.ReadAllTextAsync(manifest, Cancellation);
        string file = Path.Combine(path, ArchiveRoundTripTests.Manifest(path).Tables[1].File);
        byte[] bytes = await File.ReadAllBytesAsync(file, Cancellation);

        async Task RefusedAsync(string errorId, Action damage)
        {
            damage();
            PwshResult result = session.Run("Import-XmrtArchive $path -Force");
            Assert.True(errorId == Assert.Single(result.ErrorIds), result.Screen);
            await File.WriteAllTextAsync(manifest, text, Cancellation);
            await File.WriteAllBytesAsync(file, bytes, Cancellation);
        }

        await RefusedAsync("ArchiveDamaged", () => File.WriteAllBytes(file, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]));
        await RefusedAsync("ArchiveDamaged", () => File.WriteAllBytes(file, bytes[..100]));
        await RefusedAsync("ArchiveDamaged", () => File.Delete(file));
        await RefusedAsync("ArchiveDamaged", () => File.WriteAllText(manifest, text[..(text.Length / 2)]));
        await RefusedAsync("ArchiveDamaged", () => File.WriteAllText(manifest, "{}"));
        await RefusedAsync("ArchiveDamaged", () => File.WriteAllText(manifest, text.Replace("\"file\": \"", "\"file\": \"../", StringComparison.Ordinal)));
        await RefusedAsync("ArchiveTooNew", () => File.WriteAllText(manifest, text.Replace("\"formatVersion\": 1", "\"formatVersion\": 2", StringComparison.Ordinal)));
        await RefusedAsync("ArchiveIncomplete", () => File.Delete(manifest));
        session.Set("nowhere", Path.Combine(folder.Path, "nowhere"));
        Assert.Equal(["ArchiveNotFound"], session.Run("Import-XmrtArchive $nowhere -Force").ErrorIds);
        Assert.Equal(["AmbiguousParameterSet"], session.Run("Import-XmrtArchive $path -AllowTriggers -WithoutTriggers").ErrorIds);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
        Assert.Equal(9000, Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>()).Inserted);
    }

    [Fact]
    public async Task A_role_that_row_level_security_blinds_and_another_database()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        await using TestDatabase other = await server.CopyAsync();
        await other.RunAsync(Setup + "TRUNCATE public.parent, public.child; GRANT ALL ON public.parent, public.child, public.owner_of TO app_reader;");
        using PwshSession elsewhere = other.Connect("elsewhere");
        elsewhere.Set("path", Path.Combine(folder.Path, "a"));
        using PwshSession reader = new();
        reader.Set("path", Path.Combine(folder.Path, "a"));
        reader.Set("url", other.ReaderUrl);
        reader.Run("$null = Connect-Xmrt $url").Succeeded();

        await other.RunAsync("ALTER TABLE public.child ENABLE ROW LEVEL SECURITY");
        Assert.Equal(["RowsHiddenByRls"], reader.Run("Import-XmrtArchive $path -Force").ErrorIds);
        await other.RunAsync("ALTER TABLE public.child DISABLE ROW LEVEL SECURITY; ALTER TABLE public.owner_of ENABLE ROW LEVEL SECURITY");
        Assert.Equal(["RowsHiddenByRls"], reader.Run("Import-XmrtArchive $path -Force").ErrorIds);
        await other.RunAsync("ALTER TABLE public.owner_of DISABLE ROW LEVEL SECURITY");

        PwshResult run = elsewhere.Run("Import-XmrtArchive $path -Force").Succeeded();

        Assert.Equal(9000, Assert.Single(run.Of<ArchiveImportResult>()).Inserted);
        Assert.Contains(run.Warnings, warning => warning.Contains("another database", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_leaves_nothing_half_done()
    {
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
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
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = await ArchivedAsync();
        await using TestDatabase one = database;
        using TemporaryFolder two = folder;
        using PwshSession three = session;
        using PwshSession second = database.Connect("second");
        second.Set("path", Path.Combine(folder.Path, "a"));

        PwshResult[] results = await Task.WhenAll(
            session.Start("Import-XmrtArchive $path -Force").Completion, second.Start("Import-XmrtArchive $path -Force").Completion);

        Assert.All(results, result => result.Succeeded());
        Assert.Equal(9000, results.Sum(result => result.Of<ArchiveImportResult>()[0].Inserted));
        Assert.Equal(3000, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
    }

    /// <summary>A database whose tables were emptied into an archive.</summary>
    private async Task<(TestDatabase Database, TemporaryFolder Folder, PwshSession Session)> ArchivedAsync()
    {
        TestDatabase database = await server.CopyAsync();
        TemporaryFolder folder = new();
        await database.RunAsync(Setup);
        // The key to its own table forbids to delete what is referred to.
        await database.RunAsync("ALTER TABLE public.parent DROP CONSTRAINT parent_before_fkey");
        await TableImage.SettleAsync(database);
        PwshSession session = database.Connect();
        session.Set("path", Path.Combine(folder.Path, "a"));
        RetentionResult removed = Assert.Single(session.Run("Remove-XmrtLog 30d -Table parent -Archive $path -Force").Succeeded().Of<RetentionResult>());
        Assert.Equal((3000L, 9000L), (removed.Deleted, removed.ArchivedRows!.Value));
        await database.RunAsync("ALTER TABLE public.parent ADD CONSTRAINT parent_before_fkey FOREIGN KEY (before) REFERENCES public.parent");
        return (database, folder, session);
    }
}
