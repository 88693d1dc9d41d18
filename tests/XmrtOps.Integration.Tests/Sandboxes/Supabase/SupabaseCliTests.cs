using System.Diagnostics;
using System.Text.Json.Nodes;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>
/// The platform's own client is the judge of the stand-in: it reads what it is answered by its own schemas.
/// XMRTOPS_TEST_SUPABASE_CLI names its executable; without that these tests are skipped.
/// </summary>
public sealed class SupabaseCliTests(SandboxServer server) : IAsyncDisposable
{
    private readonly SupabaseStandIn _supabase = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _supabase.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_lists_projects_and_keys()
    {
        string projects = await RunAsync("projects", "list");
        JsonNode keys = JsonNode.Parse(await RunOnProjectAsync("projects", "api-keys", "-o", "json"))!;

        Assert.Contains(_supabase.Platform.Project.Ref, projects, StringComparison.Ordinal);
        Assert.Contains(_supabase.Platform.Project.Name, projects, StringComparison.Ordinal);
        Assert.Contains(keys.AsArray(), k => (string?)k!["api_key"] == _supabase.Platform.Identity.AnonKey);
    }

    [Fact]
    public async Task It_deploys_lists_downloads_and_deletes_functions()
    {
        const string source = "import { text } from \"./text.ts\";\nDeno.serve(() => new Response(text));\n";
        Write("supabase/config.toml", "project_id = \"sandbox\"\n\n[functions.hello]\nverify_jwt = false\n");
        Write("supabase/functions/hello/index.ts", source);
        Write("supabase/functions/hello/text.ts", "export const text = \"ü\";\n");
        Write("supabase/functions/second/index.ts", source.Replace("./text.ts", "../hello/text.ts", StringComparison.Ordinal));

        await RunOnProjectAsync("functions", "deploy", "hello", "--use-api", "--yes");
        int one = (await _supabase.CallAsync("POST", "/functions/v1/hello")).Status;
        await RunOnProjectAsync("functions", "deploy", "--use-api", "--yes");
        JsonNode listed = JsonNode.Parse(await RunOnProjectAsync("functions", "list", "-o", "json"))!;
        Directory.Delete(Path.Combine(_folder.Path, "supabase", "functions"), recursive: true);
        await RunOnProjectAsync("functions", "download", "second", "--yes");
        string[] downloaded = [.. Directory.EnumerateFiles(Path.Combine(_folder.Path, "supabase", "functions"), "*.ts", SearchOption.AllDirectories)];
        await RunOnProjectAsync("functions", "delete", "second", "--yes");

        Assert.Equal(200, one);
        Assert.False(_supabase.Platform.Functions.Find("hello")!.VerifyJwt);
        Assert.Equal(
            _supabase.Platform.Functions.Find("hello")!.Version,
            (int)listed.AsArray().Single(f => (string?)f!["slug"] == "hello")!["version"]!);
        Assert.Equal("export const text = \"ü\";\n", await File.ReadAllTextAsync(downloaded.Single(f => f.EndsWith("text.ts", StringComparison.Ordinal)), Cancellation));
        Assert.Null(_supabase.Platform.Functions.Find("second"));
    }

    [Fact]
    public async Task It_sets_lists_and_unsets_secrets()
    {
        await RunOnProjectAsync("secrets", "set", "STAGE=käse", "--yes");
        string listed = await RunOnProjectAsync("secrets", "list");
        await RunOnProjectAsync("secrets", "unset", "GEMINI_API_KEY", "--yes");

        Assert.Contains("STAGE", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("käse", listed, StringComparison.Ordinal);
        Assert.Contains("STAGE", _supabase.Platform.Secrets.Names);
        Assert.DoesNotContain("GEMINI_API_KEY", _supabase.Platform.Secrets.Names);
    }

    [Fact]
    public async Task It_reads_backups_bans_restrictions_and_settings()
    {
        _supabase.Platform.Network.Ban("203.0.113.9");
        _supabase.Platform.PostgresConfig["statement_timeout"] = "30s";

        Assert.Contains("COMPLETED", await RunOnProjectAsync("backups", "list"), StringComparison.Ordinal);
        Assert.Contains("203.0.113.9", await RunOnProjectAsync("network-bans", "get", "--experimental"), StringComparison.Ordinal);
        await RunOnProjectAsync("network-bans", "remove", "--db-unban-ip", "203.0.113.9", "--experimental", "--yes");
        Assert.Empty(_supabase.Platform.Network.Bans);
        Assert.Contains("0.0.0.0/0", await RunOnProjectAsync("network-restrictions", "get", "--experimental"), StringComparison.Ordinal);
        Assert.Contains("NOT", await RunOnProjectAsync("ssl-enforcement", "get", "--experimental"), StringComparison.Ordinal);
        Assert.Contains("statement_timeout", await RunOnProjectAsync("postgres-config", "get", "--experimental"), StringComparison.Ordinal);
        Assert.Contains(_supabase.Platform.Organization.Slug, await RunAsync("orgs", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lists_the_migrations_of_the_database()
    {
        await using TestDatabase database = await server.CopyAsync();
        Write("supabase/config.toml", "project_id = \"sandbox\"\n");

        Assert.Contains("20250712093015", await RunAsync("migration", "list", "--db-url", database.Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_is_wrong_with_a_token_and_a_project()
    {
        _supabase.Platform.Project.SetStatus(XmrtOps.Sandbox.Supabase.ProjectStatus.Inactive);
        string paused = await RunAsync(expectsSuccess: false, "secrets", "list", "--project-ref", _supabase.Platform.Project.Ref);
        _supabase.Platform.Tokens.Revoke(_supabase.Platform.Identity.SupabaseToken);
        string revoked = await RunAsync(expectsSuccess: false, "projects", "list");

        Assert.Contains("Project is paused", paused, StringComparison.Ordinal);
        Assert.Contains("Invalid token", revoked, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private Task<string> RunOnProjectAsync(params string[] arguments) =>
        RunAsync([.. arguments, "--project-ref", _supabase.Platform.Project.Ref]);

    private Task<string> RunAsync(params string[] arguments) => RunAsync(expectsSuccess: true, arguments);

    /// <summary>What it wrote to its standard output; where it is to fail, to both.</summary>
    private async Task<string> RunAsync(bool expectsSuccess, params string[] arguments)
    {
        string? executable = Environment.GetEnvironmentVariable("XMRTOPS_TEST_SUPABASE_CLI");
        Assert.SkipWhen(string.IsNullOrEmpty(executable), "XMRTOPS_TEST_SUPABASE_CLI names no supabase CLI.");
        string profile = Path.Combine(_folder.Path, "profile.yaml");
        await File.WriteAllTextAsync(
            profile,
            $"name: sandbox\napi_url: {Root(_supabase.Platform.Api.BaseAddress)}\ndashboard_url: {Root(_supabase.Platform.Api.BaseAddress)}\n"
            + "project_host: sandbox.example.com\n",
            Cancellation);
        ProcessStartInfo start = new(executable!, ["--profile", profile, .. arguments])
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["SUPABASE_ACCESS_TOKEN"] = _supabase.Platform.Identity.SupabaseToken;
        start.Environment["SUPABASE_TELEMETRY_DISABLED"] = "1";
        start.Environment["DO_NOT_TRACK"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        string said = $"{output}\n{await error}";
        Assert.True(process.ExitCode == 0 == expectsSuccess, $"supabase {string.Join(' ', arguments)}: {process.ExitCode}\n{said}");
        return expectsSuccess ? output : said;
    }

    private static string Root(Uri address) => address.OriginalString.TrimEnd('/');
}
