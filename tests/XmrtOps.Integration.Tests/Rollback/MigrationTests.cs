using System.Text;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Files and history side by side, as a session sees them.</summary>
public sealed class MigrationTests(SandboxServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_migration_says_how_its_file_and_its_row_stand()
    {
        await using TestDatabase database = await server.CopyAsync();
        Write("20250118_enable_realtime.sql", "alter table public.conversation_messages replica identity full; -- once\r\n");
        Write("20251013053829_drop_conversation_history_index.sql", "DROP INDEX IF EXISTS public.idx_other;");
        Write("20251013030207_frontend_monitoring.sql", "SELECT 1;");
        Write("20251101000000_forgotten.sql", "SELECT 1;");
        Write("20251201000000_next.sql", "SELECT 1;");
        Write("20251201000000_other_next.sql", "SELECT 2;");
        Write("notes.txt", "not one");
        Write("../rollbacks/20251201000000_next.down.sql", "SELECT 1;");
        using PwshSession session = Connect(database);

        Dictionary<string, Migration> found = session.Run("Get-XmrtMigration -Path $path -All").Succeeded()
            .Of<Migration>().ToDictionary(migration => migration.Name!);

        Assert.Equal((MigrationState.Applied, false), (found["enable_realtime"].State, found["enable_realtime"].IsChanged));
        Assert.Equal((MigrationState.Applied, null), (found["frontend_monitoring"].State, found["frontend_monitoring"].IsChanged));
        Assert.Equal(MigrationState.Changed, found["drop_conversation_history_index"].State);
        Assert.Equal(MigrationState.OutOfOrder, found["forgotten"].State);
        Assert.Equal(MigrationState.Pending, found["next"].State);
        Assert.Equal(MigrationState.Duplicate, found["other_next"].State);
        Assert.Equal(MigrationState.Skipped, found["notes.txt"].State);
        Assert.Equal(MigrationState.MissingLocally, found["webhook_logs"].State);
        Assert.Equal(2, found["webhook_logs"].StatementCount);
        Assert.EndsWith("20251201000000_next.down.sql", found["next"].DownPath, StringComparison.Ordinal);
        Assert.Null(found["webhook_logs"].AppliedAt);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), found["next"].CreatedAt);
    }

    [Fact]
    public async Task The_newest_twenty_are_listed_and_filters_apply()
    {
        await using TestDatabase database = await server.CopyAsync();
        Write("20251201000000_next.sql", "SELECT 1;");
        using PwshSession session = Connect(database, culture: "de-DE");

        PwshResult listed = session.Run("Get-XmrtMigration -Path $path");
        IReadOnlyList<Migration> pending = session.Run("Get-XmrtMigration -Path $path -State Pending").Succeeded().Of<Migration>();
        IReadOnlyList<Migration> named = session.Run("Get-XmrtMigration 2025102* -Path $path -Name function*").Succeeded().Of<Migration>();

        Assert.Equal(20, listed.Output.Count);
        Assert.Equal("20251201000000", listed.Of<Migration>()[0].Version);
        Assert.Contains("Showing 20 of 25 migrations", listed.Screen, StringComparison.Ordinal);
        Assert.Equal("next", Assert.Single(pending).Name);
        Assert.Equal(["20251026124410", "20251020"], named.Select(migration => migration.Version));
        Assert.All(listed.ScreenLines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Files_that_nothing_can_be_said_of_say_why()
    {
        await using TestDatabase database = await server.CopyAsync();
        await File.WriteAllBytesAsync(
            Write("20251201000001_bom.sql", ""), [.. "\uFEFF"u8, .. "SELECT 1;\r\n"u8], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Write("20251201000002_latin1.sql", ""), [0x53, 0xE4, 0x20], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Write("20251201000003_utf16.sql", ""), "SELECT 1;", Encoding.Unicode, TestContext.Current.CancellationToken);
        Write("20251201000004_empty.sql", "-- nothing\n");
        Write("20251201000005_open.sql", "SELECT 'x");
        Write("20251201000006_x.down.sql", "SELECT 1;");
        await using (FileStream huge = File.Create(Write("20251201000007_huge.sql", "")))
        {
            // Sparse: it takes no room.
            huge.SetLength(65L * 1024 * 1024);
        }

        using PwshSession session = Connect(database);

        Dictionary<string, Migration> found = session.Run("Get-XmrtMigration 2025120* -Path $path").Succeeded()
            .Of<Migration>().ToDictionary(migration => migration.Name!);

        Assert.Empty(found["bom"].Findings);
        Assert.Equal(MigrationStatements.Hash(["select 1"]), found["bom"].FileHash);
        Assert.Equal(["Unreadable"], Codes(found["latin1"]));
        Assert.Equal(["Unreadable"], Codes(found["utf16"]));
        Assert.Equal(["Unreadable"], Codes(found["huge"]));
        Assert.Equal(["Empty"], Codes(found["empty"]));
        Assert.Equal(["Unterminated"], Codes(found["open"]));
        Assert.Equal(["DownScriptAmongMigrations"], Codes(found["x.down"]));
        Assert.Contains("Move-Item", found["x.down"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_and_a_history_that_is_closed_are_errors()
    {
        await using TestDatabase database = await server.CopyAsync();
        string file = Write("20251201000000_next.sql", "SELECT 1;");
        using PwshSession session = Connect(database);
        session.Set("file", file);
        session.Set("readerUrl", database.ReaderUrl);

        Assert.Equal(["MigrationFolderMissing"], session.Run("Get-XmrtMigration -Path /no/such/folder").ErrorIds);
        Assert.Equal(["MigrationFolderMissing"], session.Run("Get-XmrtMigration -Path $file").ErrorIds);
        session.Run("$null = Connect-Xmrt $readerUrl -Name reader").Succeeded();
        Assert.Equal(["MigrationHistoryUnreadable"], session.Run("Get-XmrtMigration -Path $path").ErrorIds);
        await database.RunAsync(
            """
            GRANT USAGE ON SCHEMA supabase_migrations TO PUBLIC;
            GRANT SELECT ON supabase_migrations.schema_migrations TO PUBLIC;
            """);
        Assert.Equal(20, session.Run("Get-XmrtMigration -Path $path").Succeeded().Output.Count);
        await database.RunAsync("ALTER TABLE supabase_migrations.schema_migrations ENABLE ROW LEVEL SECURITY");
        Assert.Equal(["MigrationHistoryUnreadable"], session.Run("Get-XmrtMigration -Path $path").ErrorIds);
    }

    [Fact]
    public async Task Histories_of_other_forms_are_read_and_a_missing_one_is_said()
    {
        await using TestDatabase database = await server.CopyAsync();
        Write("20251201000000_next.sql", "SELECT 1;");
        await database.RunAsync(
            """
            ALTER TABLE supabase_migrations.schema_migrations ADD created_by text, ADD rollback text[];
            UPDATE supabase_migrations.schema_migrations SET created_by = 'ann@example.net' WHERE version = '20250118';
            """);
        using PwshSession session = Connect(database);

        Migration newer = Assert.Single(session.Run("Get-XmrtMigration 20250118 -Path $path").Succeeded().Of<Migration>());
        await database.RunAsync("ALTER TABLE supabase_migrations.schema_migrations DROP name, DROP statements, DROP created_by");
        Migration older = Assert.Single(session.Run("Get-XmrtMigration 20250118 -Path $path").Succeeded().Of<Migration>());
        await database.RunAsync("DROP TABLE supabase_migrations.schema_migrations");
        PwshResult missing = session.Run("Get-XmrtMigration -Path $path").Succeeded();

        Assert.Equal(("ann@example.net", "enable_realtime"), (newer.AppliedBy, newer.Name));
        Assert.Equal((null, null, true), (older.Name, older.StatementCount, older.IsApplied));
        Assert.Equal(MigrationState.Pending, Assert.Single(missing.Of<Migration>()).State);
        Assert.Contains("nothing was ever pushed", Assert.Single(missing.Warnings), StringComparison.Ordinal);
    }

    private static string[] Codes(Migration migration) => [.. migration.Findings.Select(finding => finding.Code)];

    private PwshSession Connect(TestDatabase database, string culture = "")
    {
        PwshSession session = database.Connect(culture: culture);
        session.Set("path", Directory.CreateDirectory(Path.Combine(_folder.Path, "supabase", "migrations")).FullName);
        return session;
    }

    private string Write(string name, string text)
    {
        string path = Path.GetFullPath(Path.Combine(_folder.Path, "supabase", "migrations", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
