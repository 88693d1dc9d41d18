using System.Globalization;
using System.Text;
using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

/// <summary>
/// The judge of the stand-in: Vercel's own command line works against it, and what it does is seen in its state.
/// </summary>
public sealed class VercelCliTests
{
    [Fact]
    public async Task It_knows_who_it_is_and_finds_projects_variables_and_addresses()
    {
        await using var cli = VercelCli.Open();

        Assert.Equal((0, "joseph"), Trimmed(await cli.RunAsync("whoami")));
        var projects = await cli.RunAsync("project", "ls");
        Assert.Equal(0, projects.ExitCode);
        Assert.Contains("xmrt-frontend.vercel.app", projects.Output + projects.Errors, StringComparison.Ordinal);
        var variables = await cli.RunAsync("env", "ls");
        Assert.Contains("NEXT_PUBLIC_SUPABASE_ANON_KEY", variables.Output + variables.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(
            cli.Identity.AnonKey[..40], variables.Output + variables.Errors, StringComparison.Ordinal);
        var aliases = await cli.RunAsync("alias", "ls");
        Assert.Equal(0, aliases.ExitCode);
        Assert.Contains("www.xmrt.example", aliases.Output + aliases.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lists_deployments_page_by_page_as_the_state_has_them()
    {
        await using var cli = VercelCli.Open();

        var first = await ListAsync(cli);
        var second = await ListAsync(cli, "--next", first.Next!.Value.ToString(CultureInfo.InvariantCulture));
        var production = await ListAsync(cli, "--prod");

        Assert.Null(second.Next);
        Assert.Equal(cli.Project.Deployments.Select(deployment => deployment.Url), [.. first.Urls, .. second.Urls]);
        Assert.Equal(
            cli.Project.Deployments
                .Where(deployment => deployment.Target is not null)
                .Select(deployment => deployment.Url),
            production.Urls);
    }

    [Fact]
    public async Task It_inspects_and_shows_the_log_of_a_build_that_failed()
    {
        await using var cli = VercelCli.Open();
        var production = cli.Project.Production!;
        var failed = cli.Project.Deployments.First(deployment => deployment.Failure is not null);

        var healthy = await cli.RunAsync("inspect", production.Url);
        var broken = await cli.RunAsync("inspect", failed.Id, "--logs");

        Assert.Equal(0, healthy.ExitCode);
        Assert.Contains("Ready", healthy.Output + healthy.Errors, StringComparison.Ordinal);
        Assert.Contains("xmrt.example", healthy.Output + healthy.Errors, StringComparison.Ordinal);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("Module not found", broken.Output + broken.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_a_build_to_its_end()
    {
        await using var cli = VercelCli.Open();
        cli.Platform.Timings = new VercelTimings
        {
            Queued = TimeSpan.Zero,
            Initializing = TimeSpan.Zero,
            Building = TimeSpan.FromHours(1),
        };
        var deployment = cli.Project.Push("Follow me");
        var following = cli.RunAsync("inspect", deployment.Id, "--logs", "--wait");
        await Task.WhenAny(cli.AskedAsync("/events"), following);
        cli.Project.EndBuild(deployment);
        var followed = await following;

        Assert.Equal(0, followed.ExitCode);
        Assert.Contains("Deployment completed", followed.Output + followed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reads_logs_of_the_past_and_live()
    {
        await using var cli = VercelCli.Open();
        var newest = cli.Project.Requests.Rows[^1];

        var past = await cli.RunAsync("logs", "--no-follow", "--limit", "3", "--json");
        var errors = await cli.RunAsync("logs", "--no-follow", "--status-code", "500", "--limit", "200", "--json");

        Assert.Equal(0, past.ExitCode);
        Assert.Equal([newest.RequestId], Lines(past.Output).Take(1).Select(line => line.GetProperty("id").GetString()));
        Assert.Equal(
            cli.Project.Requests.Rows
                .Count(row => row.StatusCode == 500 && row.Timestamp > DateTimeOffset.UtcNow.AddDays(-1)),
            Lines(errors.Output).Count);

        cli.Platform.Rules.RuntimeLogLimit = TimeSpan.FromSeconds(4);
        var live = cli.RunAsync("logs", cli.Project.Production!.Id, "--follow", "--json");
        await cli.AskedAsync("/runtime-logs");
        cli.Project.Requests.Add(newest with
        {
            RequestId = "live-1",
            Timestamp = DateTimeOffset.UtcNow.AddSeconds(1),
            Path = "/api/live",
            Message = "it lives",
        });
        var seen = await live;
        Assert.Contains("it lives", seen.Output, StringComparison.Ordinal);
        Assert.Contains("Exceeded query duration limit", seen.Errors, StringComparison.Ordinal);
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task It_rolls_back_and_the_status_says_so_and_a_promotion_undoes_it()
    {
        await using var cli = VercelCli.Open();
        var (current, previous) = (cli.Project.Production!, cli.Previous);

        var nothing = await cli.RunAsync("rollback");
        Assert.Equal(0, nothing.ExitCode);
        Assert.Contains(
            "No deployment rollback in progress", nothing.Output + nothing.Errors, StringComparison.Ordinal);
        Assert.Equal(current.Id, cli.Project.Production!.Id);

        var back = await cli.RunAsync("rollback", previous.Url);
        Assert.Equal(0, back.ExitCode);
        Assert.Contains("Success!", back.Output + back.Errors, StringComparison.Ordinal);
        Assert.Equal((previous.Id, false), (cli.Project.Production!.Id, cli.Project.AutoAssignsDomains));
        Assert.Contains("rolled back", All(await cli.RunAsync("rollback", "status")), StringComparison.Ordinal);

        var forward = await cli.RunAsync("promote", current.Id);
        Assert.Equal(0, forward.ExitCode);
        Assert.Equal((current.Id, true), (cli.Project.Production!.Id, cli.Project.AutoAssignsDomains));
    }

    [Fact]
    public async Task It_reports_what_a_rollback_that_fails_left_behind_and_what_is_refused()
    {
        await using var cli = VercelCli.Open();
        var (current, previous) = (cli.Project.Production!, cli.Previous);
        cli.Project.EndNextJob(VercelJobOutcome.Fails);

        var failed = await cli.RunAsync("rollback", previous.Id);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("www.xmrt.example", All(failed), StringComparison.Ordinal);
        Assert.Equal(current.Id, cli.Project.Production!.Id);

        var again = await cli.RunAsync("rollback", current.Id);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("(409)", All(again), StringComparison.Ordinal);
        cli.Platform.Plan = VercelPlan.Hobby;
        var older = cli.Project.Deployments.Last(deployment => deployment.ServedSince is not null);
        Assert.Contains("(402)", All(await cli.RunAsync("rollback", older.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_redeploys_with_a_variable_that_it_set_before()
    {
        await using var cli = VercelCli.Open();
        var current = cli.Project.Production!;

        Assert.Equal(0, (await cli.RunAsync("env", "add", "MODE", "production", "--value", "new", "--yes")).ExitCode);
        var redeployed = await cli.RunAsync("redeploy", current.Id);
        var made = cli.Project.Production!;

        Assert.Equal(0, redeployed.ExitCode);
        Assert.Equal($"https://{made.Url}", redeployed.Output.Trim());
        Assert.Equal((current.Commit.Sha, "new"), (made.Commit.Sha, made.Environment["MODE"]));
        Assert.Equal(0, (await cli.RunAsync("env", "rm", "MODE", "production", "--yes")).ExitCode);
        Assert.DoesNotContain(cli.Project.Variables, variable => variable.Key == "MODE");

        cli.Project.FailNextBuild(VercelBuildFailure.MissingModule);
        Assert.Equal(1, (await cli.RunAsync("redeploy", current.Id)).ExitCode);
        Assert.Equal(made.Id, cli.Project.Production!.Id);
    }

    [Fact]
    public async Task It_uploads_a_folder_and_makes_it_current_and_sends_the_next_time_what_changed()
    {
        await using var cli = VercelCli.Open();
        cli.Write("index.html", "<h1>Hello</h1>");
        cli.Write("api/health.js", "export default (_, response) => response.json({});");

        var first = await cli.RunAsync("deploy", "--prod", "--yes");
        var made = cli.Project.Production!;

        Assert.True(first.ExitCode == 0, All(first));
        Assert.Contains($"https://{made.Url}", first.Output, StringComparison.Ordinal);
        Assert.Equal(["api/health.js", "index.html"], made.Files!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("<h1>Hello</h1>", Encoding.UTF8.GetString(cli.Platform.Uploads.Find(made.Files["index.html"])!.Value.Span));
        Assert.Equal(("cli", false), (made.Source, made.Commit.Exists));
        Assert.Equal(2, Uploads());

        cli.Write("index.html", "<h1>Hello again</h1>");
        var second = await cli.RunAsync("deploy", "--prod", "--yes");

        Assert.True(second.ExitCode == 0, All(second));
        Assert.NotEqual(made.Id, cli.Project.Production!.Id);
        Assert.Equal(3, Uploads());

        cli.Project.FailNextBuild(VercelBuildFailure.MissingModule);
        var live = cli.Project.Production!.Id;
        var third = await cli.RunAsync("deploy", "--prod", "--yes");
        // It leaves the log at the failing line; with which exit code depends on whether the stream has ended by then.
        Assert.Contains("Module not found", All(third), StringComparison.Ordinal);
        Assert.Equal(live, cli.Project.Production!.Id);

        int Uploads() => cli.Api.Journal.Requests.Count(request => request.Path == "/v2/files");
    }

    [Fact]
    public async Task It_is_refused_without_a_good_token_or_the_right_to_change()
    {
        await using var cli = VercelCli.Open();
        var viewer = cli.Platform.AddToken(VercelRights.Viewer).Value;

        var wrong = await cli.RunAsAsync("notatoken", "whoami");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("token", All(wrong), StringComparison.Ordinal);
        var refused = await cli.RunAsAsync(viewer, "rollback", cli.Previous.Id);
        Assert.Equal(1, refused.ExitCode);
        Assert.Null(cli.Project.LastJob);
        Assert.Equal(0, (await cli.RunAsAsync(viewer, "list")).ExitCode);
    }

    private static (int ExitCode, string Output) Trimmed((int ExitCode, string Output, string Errors) run) =>
        (run.ExitCode, run.Output.Trim());

    private static string All((int ExitCode, string Output, string Errors) run) => run.Output + run.Errors;

    private static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static async Task<(List<string?> Urls, long? Next)> ListAsync(VercelCli cli, params string[] arguments)
    {
        var (exitCode, output, _) = await cli.RunAsync(["list", "--json", .. arguments]);
        Assert.Equal(0, exitCode);
        var json = JsonElement.Parse(output);
        var next = json.GetProperty("pagination").GetProperty("next");
        return (
            [.. json.GetProperty("deployments").EnumerateArray().Select(item => item.GetProperty("url").GetString())],
            next.ValueKind == JsonValueKind.Null ? null : next.GetInt64());
    }
}
