using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Archives that cannot be put back: it is said why, and nothing is changed.</summary>
public sealed class ImportRefusalTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, _, PwshSession session) = tables;
        await database.RunAsync(change);

        PwshResult result = session.Run("Import-XmrtArchive $path -Force");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Contains(message, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output, output => output!.BaseObject is ArchiveImportResult);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
    }

    [Fact]
    public async Task Archives_that_are_none_any_more()
    {
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = tables;
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
        await using ArchivedTables tables = await ArchivedTables.MakeAsync(server);
        (TestDatabase database, TemporaryFolder folder, PwshSession session) = tables;
        await using TestDatabase other = await server.CopyAsync();
        await other.RunAsync(ArchivedTables.Setup + "TRUNCATE public.parent, public.child; GRANT ALL ON public.parent, public.child, public.owner_of TO app_reader;");
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
}
