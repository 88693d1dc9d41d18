using System.Diagnostics;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>The judge: Supabase's own push, which has nothing to do after a rollback, and records what we would.</summary>
public sealed class SupabasePushTests(SandboxServer server)
{
    private static readonly string? s_program = Environment.GetEnvironmentVariable("XMRTOPS_TEST_SUPABASE_CLI");

    [Fact]
    public async Task After_a_revert_a_push_changes_nothing()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await PushAsync(stand);
        stand.Write("20260102000000_two.sql", "CREATE TABLE public.two (id int PRIMARY KEY);\nCREATE VIEW public.three AS SELECT id FROM public.two;\n");
        Assert.Contains("Applying migration 20260102000000_two.sql", await PushAsync(stand), StringComparison.Ordinal);
        stand.Session.Run("Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go).Succeeded();
        string versions = await stand.VersionsAsync();

        string pushed = await PushAsync(stand);

        Assert.DoesNotContain("Applying", pushed, StringComparison.Ordinal);
        Assert.Contains("up to date", pushed, StringComparison.Ordinal);
        Assert.Equal(versions, await stand.VersionsAsync());
        Assert.False(await stand.ExistsAsync("public.two"));
        Assert.All(
            stand.Session.Run("Get-XmrtMigration -Path $path").Succeeded().Of<Migration>(),
            migration => Assert.Equal((MigrationState.Applied, false), (migration.State, migration.IsChanged)));
    }

    [Fact]
    public async Task After_a_down_without_its_file_a_push_changes_nothing()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        string file = stand.Write("20260102000000_two.sql", "CREATE TABLE public.two (id int PRIMARY KEY);\n");
        await PushAsync(stand);
        File.Delete(file);
        stand.Session.Run("Invoke-XmrtRollback -Database -As Down -Version 20260102000000 " + MigrationStand.Go).Succeeded();

        string pushed = await PushAsync(stand);

        Assert.Contains("up to date", pushed, StringComparison.Ordinal);
        Assert.False(await stand.ExistsAsync("public.two"));
        Assert.Equal("20260101000000 first", await stand.VersionsAsync());
    }

    [Fact]
    public async Task It_cuts_migrations_where_we_do()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        const string sql =
            """
            -- a comment; with a semicolon
            CREATE TABLE a (id int); /* c; /* nested; */ x; */

            CREATE TABLE b (t text DEFAULT 'x;y''z;');;
            ;
            INSERT INTO b VALUES (E'it\'s; ok'), ($$;$$), ($tag$ ; $$ ; $tag$);
            CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
            CREATE TABLE "we;ird" ("a;b" int);
            CREATE TABLE atomic (begin_x int);
            CREATE FUNCTION a$b$c() RETURNS int LANGUAGE sql AS 'select 1; select 2';
            DO $a1$ BEGIN PERFORM 1; END $a1$;
            SELECT 'x' -- it's; fine
            , 'y';
            SELECT 'a\'; SELECT 2 -- trailing
            """;
        stand.Write("20260102000000_cut.sql", sql);

        await PushAsync(stand);

        Assert.Equal(
            string.Join("|", MigrationStatements.Split(sql)),
            await stand.Database.ValueAsync<string>(
                "SELECT array_to_string(statements, '|') FROM supabase_migrations.schema_migrations WHERE version = '20260102000000'"));
    }

    private static async Task<string> PushAsync(MigrationStand stand)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(s_program), "XMRTOPS_TEST_SUPABASE_CLI names no supabase CLI.");
        stand.Write("../config.toml", "project_id = \"sandbox\"\n");
        ProcessStartInfo start = new(s_program!, ["db", "push", "--yes", "--db-url", stand.Database.Url])
        {
            WorkingDirectory = stand.Project,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = stand.Project;
        start.Environment["SUPABASE_TELEMETRY_DISABLED"] = "1";
        start.Environment["DO_NOT_TRACK"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await said;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
