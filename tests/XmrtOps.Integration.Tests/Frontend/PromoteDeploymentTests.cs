using XmrtOps.Frontend;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>Start-XmrtDeployment -Promote over the stand-in of Vercel's API.</summary>
public sealed class PromoteDeploymentTests
{
    [Fact]
    public async Task One_from_the_pipe_becomes_current_and_the_undo_leads_back()
    {
        await using FrontendStand stand = new();
        string before = stand.Production.Id;
        VercelDeployment candidate = stand.Candidates[0];
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run(
            $"Get-XmrtDeployment {candidate.Id} | Start-XmrtDeployment -Promote", "Yes").Succeeded().Of<DeploymentStart>());

        Assert.Equal((DeploymentOutcome.Live, DeploymentAction.Promote, before, candidate.Id), (start.Outcome, start.Action, start.ProductionBefore, start.ProductionAfter));
        Assert.Equal(candidate.Id, stand.Production.Id);
        session.Run(start.Undo + " -Force").Succeeded();
        Assert.Equal(before, stand.Production.Id);
    }

    [Fact]
    public async Task What_is_current_already_needs_nothing()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run($"Start-XmrtDeployment {stand.Production.Id} -Promote").Succeeded().Of<DeploymentStart>());

        Assert.Equal((DeploymentOutcome.NothingToDo, null, null), (start.Outcome, start.JournalId, start.DurationSeconds));
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task A_preview_and_a_failed_build_cannot_be_promoted()
    {
        await using FrontendStand stand = new();
        VercelDeployment preview = stand.PushAtOnce("Preview", branch: "fix/chat");
        VercelDeployment failed = stand.PushAtOnce("Breaks", VercelBuildFailure.MissingModule);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"'{preview.Id}', '{failed.Id}' | ForEach-Object {{ Start-XmrtDeployment $_ -Promote -Force }}");

        Assert.Equal(["DeploymentNotPromotable", "DeploymentNotReady"], result.ErrorIds);
        Assert.Empty(stand.Changes);
    }

    [Theory]
    [InlineData(VercelJobOutcome.Fails, "xmrt-frontend.vercel.app")]
    [InlineData(VercelJobOutcome.IsSkipped, "skipped")]
    [InlineData(VercelJobOutcome.BecomesUnknown, "'reticulating'")]
    public async Task A_promotion_that_fails_says_how(VercelJobOutcome outcome, string reason)
    {
        await using FrontendStand stand = new();
        string before = stand.Production.Id;
        stand.Project.EndNextJob(outcome);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Start-XmrtDeployment {stand.Candidates[0].Id} -Promote -Force");

        DeploymentStart start = Assert.Single(result.Of<DeploymentStart>());
        Assert.Equal(["DeploymentFailed"], result.ErrorIds);
        Assert.Equal((DeploymentOutcome.Failed, before), (start.Outcome, start.ProductionAfter));
        Assert.Contains(outcome == VercelJobOutcome.Fails ? "failed" : reason, start.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_end_is_still_running_at_the_deadline_and_is_not_sent_again()
    {
        await using FrontendStand stand = new();
        stand.Project.EndNextJob(VercelJobOutcome.NeverEnds);
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run(
            $"Start-XmrtDeployment {stand.Candidates[0].Id} -Promote -Force -Timeout 1s").Succeeded().Of<DeploymentStart>());

        Assert.Equal(DeploymentOutcome.StillRunning, start.Outcome);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task One_that_waits_for_a_gradual_release_is_still_running()
    {
        await using FrontendStand stand = new();
        stand.Project.HasActiveRollingRelease = true;
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run(
            $"Start-XmrtDeployment {stand.Candidates[0].Id} -Promote -Force -Timeout 1s").Succeeded().Of<DeploymentStart>());

        Assert.Equal(DeploymentOutcome.StillRunning, start.Outcome);
    }

    [Fact]
    public async Task A_success_that_production_shows_late_is_waited_for()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Platform.Timings with { JobHidden = TimeSpan.FromMilliseconds(300), ProductionLag = TimeSpan.FromMilliseconds(500) };
        VercelDeployment candidate = stand.Candidates[0];
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run($"Start-XmrtDeployment {candidate.Id} -Promote -Force").Succeeded().Of<DeploymentStart>());

        Assert.Equal((DeploymentOutcome.Live, candidate.Id), (start.Outcome, stand.Production.Id));
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_job()
    {
        await using FrontendStand stand = new();
        VercelDeployment candidate = stand.Candidates[0];
        stand.Api.Map("POST", "/v10/projects/{project}/promote/{deployment}", (_, _) =>
        {
            stand.Project.Promote(candidate.Id);
            return Task.FromResult(StandInResponse.Text(504, "text/html", "<html>Gateway timeout</html>"));
        });
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Start-XmrtDeployment {candidate.Id} -Promote -Force").Succeeded();

        Assert.Equal((DeploymentOutcome.Live, candidate.Id), (Assert.Single(result.Of<DeploymentStart>()).Outcome, stand.Production.Id));
        Assert.Contains("was not sent again", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task Another_job_that_comes_in_between_is_told()
    {
        await using FrontendStand stand = new();
        VercelDeployment candidate = stand.Candidates[0];
        VercelDeployment other = stand.Candidates[1];
        stand.Api.Map("POST", "/v10/projects/{project}/promote/{deployment}", (_, _) =>
        {
            stand.Project.Promote(other.Id);
            return Task.FromResult(StandInResponse.Empty(201));
        });
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Start-XmrtDeployment {candidate.Id} -Promote -Force");

        Assert.Equal(["DeploymentFailed"], result.ErrorIds);
        Assert.Contains(other.Id, Assert.Single(result.Of<DeploymentStart>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_job_under_way_is_a_conflict_and_no_success()
    {
        await using FrontendStand stand = new();
        stand.Project.EndNextJob(VercelJobOutcome.NeverEnds);
        stand.Project.Promote(stand.Candidates[1].Id);
        using PwshSession session = stand.Connect();

        Assert.Equal(["PlatformConflict"], session.Run($"Start-XmrtDeployment {stand.Candidates[0].Id} -Promote -Force").ErrorIds);
    }
}
