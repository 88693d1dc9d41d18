using System.Diagnostics;
using System.Text.Json;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Logs;

/// <summary>The judge of the log engine: Supabase's own client reads from it. Skipped where there is none.</summary>
public sealed class SupabaseCliTests(SandboxServer server)
{
    private static readonly string? s_program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "supabase"))
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task Supabase_logs_shows_what_is_asked_of_a_service()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        for (int i = 1; i <= 3; i++)
        {
            api.Write(
                DateTimeOffset.UtcNow.AddMinutes(-i), "postgres_logs", $"it's 50% of no. {i}",
                ("parsed.error_severity", i == 2 ? "LOG" : "ERROR"));
        }

        JsonElement errors = await RunAsync(api, "--service", "postgres", "--level", "error", "--since", "30m");
        JsonElement found = await RunAsync(api, "--search", "50% OF NO. 2", "--limit", "7");

        Assert.Equal(["it's 50% of no. 3", "it's 50% of no. 1"], Messages(errors));
        Assert.Equal(["it's 50% of no. 2"], Messages(found));
    }

    [Fact]
    public async Task Supabase_logs_runs_sql_and_shows_the_refusal_of_what_is_none()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        api.Write(DateTimeOffset.UtcNow.AddMinutes(-1), "edge_logs", "x", ("response.status_code", "500"));

        JsonElement rows = await RunAsync(
            api, "--sql", "select countIf(toInt32OrZero(log_attributes['response.status_code']) >= 500) as errors from logs");
        JsonElement refused = await RunAsync(api, "--sql", "select count(*) from logs");

        Assert.Equal("1", rows[0].GetProperty("errors").ToString());
        Assert.Contains("count(*)", refused.ToString(), StringComparison.Ordinal);
    }

    private static string?[] Messages(JsonElement rows) =>
        [.. (rows.ValueKind == JsonValueKind.Array ? rows : rows.GetProperty("logs")).EnumerateArray().Select(row => row.GetProperty("event_message").GetString())];

    private static async Task<JsonElement> RunAsync(LogApi api, params string[] arguments)
    {
        Assert.SkipWhen(s_program is null, "The supabase client is not installed.");
        string folder = Directory.CreateTempSubdirectory("xmrtops-cli").FullName;
        try
        {
            string address = api.StandIn.BaseAddress.ToString().TrimEnd('/');
            string profile = Path.Combine(folder, "profile.yaml");
            await File.WriteAllTextAsync(
                profile,
                $"name: sandbox\napi_url: {address}\ndashboard_url: {address}\nproject_host: localhost\n",
                TestContext.Current.CancellationToken);
            ProcessStartInfo start = new(
                s_program!, ["--profile", profile, "logs", $"--remote={api.Identity.ProjectRef}", "--output-format", "json", .. arguments])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["HOME"] = folder;
            start.Environment["SUPABASE_ACCESS_TOKEN"] = api.Identity.SupabaseToken;
            start.Environment["SUPABASE_TELEMETRY_DISABLED"] = "1";
            start.Environment["DO_NOT_TRACK"] = "1";
            using Process process = Process.Start(start)!;
            Task<string> said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.True(output.Length > 0, await said);
            return JsonElement.Parse(output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
