using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Integration.Tests.Logs;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What a scratch copy is made of: whoever makes it need not see or reach all that is there.</summary>
[Collection(MigrationStand.ScratchServers)]
public sealed class ScratchCopyTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -DryRun -Path $path -PostgresBin $bin -Version 20260102000000 ";
    private const string History =
        "CREATE SCHEMA supabase_migrations CREATE TABLE schema_migrations (version text PRIMARY KEY, statements text[], name text); ";

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_server_that_takes_TLS_only_is_copied_by_TLS()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using PrivateServer other = await PrivateServer.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("20260101000000_first.sql", "CREATE TABLE public.kept (id int PRIMARY KEY)");
        folder.Write("20260102000000_index.sql", "CREATE INDEX kept_id ON public.kept (id)");
        await other.RunAsync(
            History
            + "CREATE TABLE public.kept (id int PRIMARY KEY); CREATE INDEX kept_id ON public.kept (id); INSERT INTO public.kept VALUES (1), (2); "
            + "INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000000', '{CREATE TABLE public.kept (id int PRIMARY KEY)}', 'first'), "
            + "('20260102000000', '{CREATE INDEX kept_id ON public.kept (id)}', 'index')");
        string root = await TakeTlsOnlyAsync(other);
        using PwshSession session = new();
        session.Set("path", folder.Path);
        session.Set("bin", server.Sandbox.PostgresBin);
        session.Set("url", other.AdministratorUrl
            .Replace("127.0.0.1", "localhost", StringComparison.Ordinal)
            .Replace("sslmode=disable", $"sslmode=verify-full&sslrootcert={Uri.EscapeDataString(root)}", StringComparison.Ordinal));
        session.Run("$null = Connect-Xmrt $url -Name tls").Succeeded();

        RollbackRehearsal result = Assert.Single(session.Run(Command).Succeeded().Of<RollbackRehearsal>());

        Assert.True(result.Passed, result.Problem);
        // Two of the history and two of public.kept.
        Assert.Equal(4, result.CopiedRows);
    }

    [Fact]
    public async Task Rows_that_row_level_security_hides_are_said_to_be_missing_from_the_copy()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "index", "CREATE INDEX kept_note ON public.kept (note)");
        string blind = $"blind_{stand.Database.Name}";
        await stand.Database.RunAsync(
            $"""
             CREATE ROLE {blind} LOGIN PASSWORD 'x';
             GRANT USAGE ON SCHEMA public, supabase_migrations TO {blind};
             GRANT SELECT, INSERT, UPDATE, DELETE ON supabase_migrations.schema_migrations TO {blind};
             CREATE SCHEMA closed CREATE TABLE open_to_all (id int);
             GRANT SELECT ON closed.open_to_all TO PUBLIC;
             ALTER TABLE public.kept OWNER TO {blind};
             GRANT CREATE ON SCHEMA public TO {blind};
             ALTER TABLE public.kept ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
             CREATE POLICY few ON public.kept USING (id > 1);
             INSERT INTO public.kept VALUES (2, 'b');
             """);
        try
        {
            stand.Session.Set("bin", server.Sandbox.PostgresBin);
            stand.Session.Set("blindUrl", stand.Database.UrlOf(blind, "x"));
            stand.Session.Run("$null = Connect-Xmrt $blindUrl -Name blind").Succeeded();

            PwshResult shown = stand.Session.Run(Command + "-Connection blind");
            RollbackRehearsal result = Assert.Single(shown.Of<RollbackRehearsal>());

            Assert.Contains("as far as that could be seen: not measured is Copy, Rows", shown.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
            RollbackCheck rows = Assert.Single(result.Checks, check => check.Name == "Rows");
            Assert.Null(rows.Passed);
            Assert.Contains($"row level security hides rows of public.kept from '{blind}'", rows.Reason, StringComparison.Ordinal);
            // Two of the history, and the one of public.kept that its policy lets through.
            Assert.Equal(3, result.CopiedRows);
            // What it may not read is not there, and the copy is said to differ.
            Assert.Null(Assert.Single(result.Checks, check => check.Name == "Copy").Passed);
            Assert.Equal(["20260102000000_index: Done"], result.Versions.Select(version => $"{version.Version}: {version.State}"));
        }
        finally
        {
            // Roles are of the whole server; what it owns goes with the database.
            await stand.Database.RunAsync($"REASSIGN OWNED BY {blind} TO postgres; DROP OWNED BY {blind}; DROP ROLE {blind}");
        }
    }

    [Fact]
    public async Task A_table_that_cannot_be_locked_keeps_the_schema_from_being_copied()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        // Planning looks at nothing of it but the catalog.
        await stand.Database.RunAsync("CREATE TABLE public.elsewhere (i int); ALTER TABLE public.elsewhere OWNER TO postgres");
        await using OtherSession other = await OtherSession.OpenAsync(stand.Database);
        await other.RunAsync("BEGIN; LOCK TABLE public.elsewhere IN ACCESS EXCLUSIVE MODE");

        PwshResult result = stand.Session.Run(Command);

        Assert.Equal(["SchemaCopyFailed"], result.ErrorIds);
        Assert.Contains("holds a table", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Get-XmrtLock", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Sandbox.Password, result.Screen, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    [Fact]
    public async Task A_token_that_expires_after_the_plan_is_not_needed_for_trying_it()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        await using LogApi platform = await LogApi.StartAsync(server);
        using PwshSession session = platform.Connect(stand.Database.Url);
        session.Set("path", stand.Folder);
        session.Set("bin", server.Sandbox.PostgresBin);
        DatabaseRollbackPlan plan = Assert.Single(session.Run(
            "$plan = New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path; $plan").Succeeded().Of<DatabaseRollbackPlan>());
        platform.Platform.Tokens.Revoke(platform.Identity.SupabaseToken);

        RollbackRehearsal tried = Assert.Single(session.Run("$plan | Invoke-XmrtRollback -DryRun -PostgresBin $bin").Succeeded().Of<RollbackRehearsal>());
        PwshResult anew = session.Run("Invoke-XmrtRollback -Database -Version 20260102000000 -Path $path -Force");

        Assert.True(tried.Passed, tried.Problem);
        Assert.NotNull(plan.RestorePointAt);
        // One that is made now knows of no backup, and says why.
        Assert.Equal(["NoRestorePoint"], anew.ErrorIds);
        Assert.Contains("could not be asked for", anew.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    /// <summary>Gives a server a certificate for localhost, and lets nobody in without TLS any more.</summary>
    /// <returns>File of the root.</returns>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static async Task<string> TakeTlsOnlyAsync(PrivateServer other)
    {
        string directory = await other.ValueAsync<string>("SELECT current_setting('data_directory')");
        string access = await other.ValueAsync<string>("SELECT current_setting('hba_file')");
        TlsMaterial material = TlsMaterial.Write(directory, "localhost");
        // A key is only read when it belongs to the server's account.
        File.SetUnixFileMode(material.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using Process chown = Process.Start("chown", [$"--reference={directory}", material.KeyFile, material.CertificateFile]);
        await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        await other.RunAsync($"ALTER SYSTEM SET ssl_cert_file = '{material.CertificateFile}'");
        await other.RunAsync($"ALTER SYSTEM SET ssl_key_file = '{material.KeyFile}'");
        await other.RunAsync("ALTER SYSTEM SET ssl = on");
        string[] lines = await File.ReadAllLinesAsync(access, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            access,
            lines.Select(line => line.StartsWith("host ", StringComparison.Ordinal) ? "hostssl" + line[4..] : line),
            TestContext.Current.CancellationToken);
        await other.RunAsync("SELECT pg_reload_conf()");
        try
        {
            // Each new connection asks the postmaster, which reads its files when it gets to it.
            while (true)
            {
                await other.RunAsync("SELECT 1");
            }
        }
        catch (DbException refused) when (refused.SqlState == "28000")
        {
            return material.RootFile;
        }
    }
}
