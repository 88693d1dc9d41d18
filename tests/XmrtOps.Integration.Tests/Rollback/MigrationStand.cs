using System.Data.Common;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A database of a test's own with a project folder whose migrations are all applied.</summary>
internal sealed class MigrationStand : IAsyncDisposable
{
    /// <summary>The switches that no test here is about.</summary>
    public const string Go = "-WithoutRestorePoint -Force -Path $path ";

    /// <summary>The collection of what starts scratch servers: one at a time, so that each can look whether one is left.</summary>
    public const string ScratchServers = "Scratch servers";

    /// <summary>Why a test of dry runs on a copy is skipped.</summary>
    public const string NoPgDump = "The programs of this server have no pg_dump.";

    private readonly TemporaryFolder _folder = new();

    private MigrationStand(TestDatabase database)
    {
        Database = database;
        Session = database.Connect();
        Session.Set("path", Folder);
        Session.Set("bin", database.Server.Sandbox.PostgresBin);
    }

    public TestDatabase Database { get; }

    public PwshSession Session { get; }

    /// <summary>The project's.</summary>
    public string Project => _folder.Path;

    public string Folder => Path.Combine(_folder.Path, "supabase", "migrations");

    /// <summary>Whether the server's programs can copy a schema.</summary>
    public static bool HasPgDump(SandboxServer server) =>
        File.Exists(Path.Combine(server.Sandbox.PostgresBin, OperatingSystem.IsWindows() ? "pg_dump.exe" : "pg_dump"));

    public static async Task<MigrationStand> StartAsync(SandboxServer server)
    {
        TestDatabase database = await server.CopyAsync();
        MigrationStand stand = new(database);
        Directory.CreateDirectory(stand.Folder);
        await database.RunAsync("DELETE FROM supabase_migrations.schema_migrations");
        await stand.ApplyAsync("20260101000000", "first", "CREATE TABLE public.kept (id int PRIMARY KEY, note text); INSERT INTO public.kept VALUES (1, 'a')");
        return stand;
    }

    /// <summary>With an index that the second migration made.</summary>
    public static async Task<MigrationStand> StartWithIndexAsync(SandboxServer server)
    {
        MigrationStand stand = await StartAsync(server);
        await stand.ApplyAsync("20260102000000", "index", "CREATE INDEX kept_note ON public.kept (note)");
        return stand;
    }

    /// <summary>With a table that the second migration made and that has a row, and an index that the third one made.</summary>
    public static async Task<MigrationStand> StartWithNotesAsync(SandboxServer server)
    {
        MigrationStand stand = await StartAsync(server);
        await stand.ApplyAsync("20260102000000", "notes", "CREATE TABLE public.notes (id int PRIMARY KEY, body text)");
        await stand.ApplyAsync("20260103000000", "index", "CREATE INDEX kept_note ON public.kept (note)");
        await stand.Database.RunAsync("INSERT INTO public.notes VALUES (1, 'x')");
        return stand;
    }

    /// <summary>All that <see cref="StartWithNotesAsync"/> made is as it was.</summary>
    public async Task AssertNotesUntouchedAsync()
    {
        Assert.True(await ExistsAsync("public.kept_note"));
        Assert.True(await ExistsAsync("public.notes"));
        Assert.Equal("20260101000000 first, 20260102000000 notes, 20260103000000 index", await VersionsAsync());
        Assert.Equal(3, new DirectoryInfo(Folder).GetFiles().Length);
    }

    /// <summary>Writes a migration and applies it as the CLI does: as postgres, statement by statement, with a row of the history.</summary>
    public async Task ApplyAsync(string version, string name, string sql)
    {
        Write($"{version}_{name}.sql", sql);
        List<string> statements = MigrationStatements.Split(sql);
        await using DbDataSource source = Database.Server.As(
            Database.Server.Sandbox.UserName, Database.Server.Sandbox.Password, Database.Name);
        await using DbConnection connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (string statement in statements)
        {
            await using DbCommand run = connection.CreateCommand();
            // The driver would cut what has semicolons in it.
            run.CommandText = $"DO $migration$ BEGIN EXECUTE $statement${statement}$statement$; END $migration$";
            await run.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using DbCommand record = connection.CreateCommand();
        record.CommandText = "INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES ($1, $2, $3)";
        foreach (object value in new object[] { version, name, statements.ToArray() })
        {
            DbParameter parameter = record.CreateParameter();
            parameter.Value = value;
            record.Parameters.Add(parameter);
        }

        await record.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes a script that undoes.</summary>
    public void WriteDown(string version, string name, string sql) => Write($"../rollbacks/{version}_{name}.down.sql", sql);

    public string Write(string name, string text)
    {
        string path = Path.GetFullPath(Path.Combine(Folder, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<string> VersionsAsync() => Database.ValueAsync<string>(
        "SELECT coalesce(string_agg(version || ' ' || name, ', ' ORDER BY version), '') FROM supabase_migrations.schema_migrations");

    public Task<bool> ExistsAsync(string relation) => Database.ValueAsync<bool>($"SELECT to_regclass('{relation}') IS NOT NULL");

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
