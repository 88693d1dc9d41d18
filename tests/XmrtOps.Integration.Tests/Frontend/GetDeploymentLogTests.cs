using XmrtOps.Frontend;
using XmrtOps.Logs;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>Get-XmrtDeploymentLog over the stand-in of Vercel's API.</summary>
public sealed class GetDeploymentLogTests
{
    private const string Events = "/v3/deployments/";

    [Fact]
    public async Task The_line_that_says_why_is_found_and_colours_are_gone()
    {
        await using FrontendStand stand = new();
        VercelDeployment failed = stand.PushAtOnce("Breaks", VercelBuildFailure.MissingModule);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Get-XmrtDeployment -State Error -First 1 | Get-XmrtDeploymentLog").Succeeded();

        IReadOnlyList<DeploymentLogLine> lines = result.Of<DeploymentLogLine>();
        DeploymentLogLine cause = Assert.Single(lines, line => line.IsFailure);
        Assert.Equal("Module not found: Can't resolve '@/lib/eliza-client'", cause.Text);
        Assert.Equal((failed.Id, LogLevel.Error, "stderr", "web"), (cause.DeploymentId, cause.Level, cause.Type, cause.Connection));
        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.Number));
        Assert.All(lines, line => Assert.DoesNotContain(line.Text, char.IsControl));
        Assert.Contains("(./app/chat/panel.tsx:14:1)", result.Screen.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("BUILD_UTILS_SPAWN_1", result.Screen, StringComparison.Ordinal);
        Assert.All(result.ScreenLines.Where(line => !line.StartsWith("The build of", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Out_of_memory_is_told_from_a_mistake_in_the_code()
    {
        await using FrontendStand stand = new();
        VercelDeployment failed = stand.PushAtOnce("Large", VercelBuildFailure.OutOfMemory);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Get-XmrtDeploymentLog {failed.Id} -Tail 2").Succeeded();

        Assert.Equal(2, result.Output.Count);
        Assert.Contains("heap out of memory", Assert.Single(result.Of<DeploymentLogLine>(), line => line.IsFailure).Text, StringComparison.Ordinal);
        Assert.Contains("BUILD_UTILS_SPAWN_SIGKILL", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_went_well_has_no_failing_line()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Get-XmrtDeploymentLog").Succeeded();

        IReadOnlyList<DeploymentLogLine> lines = result.Of<DeploymentLogLine>();
        Assert.All(lines, line => Assert.Equal((false, stand.Production.Id), (line.IsFailure, line.DeploymentId)));
        Assert.Equal("Deployment completed", lines[^1].Text);
        Assert.DoesNotContain("failed", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_shows_each_line_once_until_the_build_has_failed_and_then_why()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Endless;
        stand.Project.FailNextBuild(VercelBuildFailure.MissingModule);
        VercelDeployment building = stand.Project.Push("Breaks");
        using PwshSession session = stand.Connect();
        PwshRun run = session.Start($"Get-XmrtDeploymentLog {building.Id} -Follow");
        await run.UntilAsync(soFar => soFar.Output.Count > 0, TestContext.Current.CancellationToken);
        stand.Project.EndBuild(building);

        IReadOnlyList<DeploymentLogLine> lines = (await run.Completion).Succeeded().Of<DeploymentLogLine>();

        Assert.Equal(Enumerable.Range(1, lines.Count - 1), lines.SkipLast(1).Select(line => line.Number));
        Assert.Equal((true, "Module not found: Can't resolve '@/lib/eliza-client'"), (lines[^1].IsFailure, lines[^1].Text));
        Assert.All(lines.SkipLast(1), line => Assert.False(line.IsFailure));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_taken_up_again()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Platform.Timings with { Building = TimeSpan.FromMilliseconds(1500) };
        VercelDeployment building = stand.Project.Push("Works");
        using PwshSession session = stand.Connect();
        // The first question is for what there is already, the second one is the stream.
        stand.Api.Faults.Next(1, Fault.Delay(TimeSpan.Zero), Events);
        stand.Api.Faults.Next(1, Fault.TruncateBody(), Events);

        PwshResult result = session.Run($"Get-XmrtDeploymentLog {building.Id} -Follow").Succeeded();

        IReadOnlyList<DeploymentLogLine> lines = result.Of<DeploymentLogLine>();
        Assert.Equal("Deployment completed", lines[^1].Text);
        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.Number));
    }

    [Fact]
    public async Task What_was_never_built_says_so()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Endless with { Queued = TimeSpan.FromHours(1) };
        VercelDeployment queued = stand.Project.Push("Waits");
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Get-XmrtDeploymentLog {queued.Id}").Succeeded();

        Assert.Empty(result.Output);
        Assert.Contains("has written nothing (QUEUED)", result.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_forms_of_events_are_read_and_secrets_in_them_masked()
    {
        await using FrontendStand stand = new();
        string secret = "sb_secret_" + new string('x', 31);
        string body = $$"""
            [{"type":"stdout","created":1767225600000,"payload":{"text":"key {{secret}}","deploymentId":"dpl_x"} },
             {"type":"delimiter","created":1767225600001,"payload":{ } },
             {"type":"fatal","created":1767225600002,"id":"7","text":"\u001b]8;;https://evil.example\u0007gone\u001b]8;;\u0007"}]
            """;
        using IDisposable answered = stand.Api.Faults.While(Fault.Status(200) with { Body = body, ContentType = "application/json" }, Events);
        using PwshSession session = stand.Connect();

        IReadOnlyList<DeploymentLogLine> lines = session.Run("Get-XmrtDeploymentLog").Succeeded().Of<DeploymentLogLine>();

        Assert.Equal(["key ***", "gone"], lines.Select(line => line.Text));
        Assert.Equal([null, LogLevel.Error], lines.Select(line => line.Level));
    }

    [Fact]
    public async Task Faults_are_errors_and_no_empty_log()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal(["NotFound"], session.Run("Get-XmrtDeploymentLog dpl_nothing").ErrorIds);
        using IDisposable failing = stand.Api.Faults.While(Fault.Status(200) with { Body = "<html>", ContentType = "text/html" }, Events);
        PwshResult result = session.Run("Get-XmrtDeploymentLog");

        Assert.Equal(["UnreadableAnswer"], result.ErrorIds);
        Assert.Empty(result.Output);
    }
}
