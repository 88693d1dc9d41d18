using XmrtOps.Frontend;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>Start-XmrtDeployment: builds over the stand-in of Vercel's API.</summary>
public sealed class StartDeploymentTests
{
    private const string Create = "/v13/deployments";

    [Fact]
    public async Task The_current_one_is_built_anew_with_todays_variables_and_goes_live()
    {
        await using FrontendStand stand = new();
        VercelDeployment before = stand.Production;
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Start-XmrtDeployment -Force").Succeeded();

        DeploymentStart start = Assert.Single(result.Of<DeploymentStart>());
        VercelDeployment made = stand.Production;
        Assert.Equal((DeploymentOutcome.Live, DeploymentAction.Rebuild, "production", DeploymentState.Ready), (start.Outcome, start.Action, start.Target, start.State));
        Assert.Equal((made.Id, before.Id, before.Id, made.Id), (start.Id, start.SourceId, start.ProductionBefore, start.ProductionAfter));
        Assert.Equal((before.Id, before.Commit.Sha, "redeploy"), (made.OriginalId, made.Commit.Sha, made.Action));
        Assert.Equal($"Start-XmrtDeployment {before.Id} -Promote -Connection web", start.Undo);
        Assert.NotEmpty(result.Progress);
        Assert.NotNull(start.JournalId);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        JournalEntry entry = Assert.Single(
            session.Run("Get-XmrtJournal -All").Succeeded().Of<JournalEntry>(), entry => entry.Id == start.JournalId);
        Assert.Equal((JournalState.Succeeded, $"Vercel project {stand.Identity.VercelProjectName}", start.Undo), (entry.State, entry.Target, entry.Undo));
    }

    [Fact]
    public async Task WhatIf_and_a_no_send_nothing_and_say_what_would_be_done()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        PwshResult whatIf = session.Run("Start-XmrtDeployment -WhatIf").Succeeded();
        PwshResult no = session.Run("Start-XmrtDeployment", "No").Succeeded();
        PwshResult promotion = session.Run($"Start-XmrtDeployment {stand.Candidates[0].Id} -Promote -WhatIf").Succeeded();

        Assert.Empty(whatIf.Output.Concat(no.Output).Concat(promotion.Output));
        Assert.Empty(stand.Changes);
        Assert.Contains(stand.Production.Id, whatIf.Screen.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("once more for production", Assert.Single(no.Prompts).Message, StringComparison.Ordinal);
        Assert.Contains("older variables", promotion.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_commit_and_a_branch_or_commit_are_built()
    {
        await using FrontendStand stand = new();
        VercelDeployment first = stand.Production;
        VercelDeployment newer = stand.PushAtOnce("Newer");
        VercelDeployment preview = stand.PushAtOnce("Preview", branch: "fix/chat");
        using PwshSession session = stand.Connect();

        DeploymentStart latest = session.Run($"Start-XmrtDeployment {first.Id} -LatestCommit -Force").Succeeded().Of<DeploymentStart>()[0];
        DeploymentStart branch = session.Run("Start-XmrtDeployment -GitRef fix/chat -Target Preview -Force").Succeeded().Of<DeploymentStart>()[0];
        DeploymentStart commit = session.Run($"Start-XmrtDeployment -GitRef {first.Commit.Sha} -Force").Succeeded().Of<DeploymentStart>()[0];
        PwshResult unknown = session.Run("Start-XmrtDeployment -GitRef no/such -Force");

        Assert.Equal((DeploymentOutcome.Live, newer.Commit.Sha), (latest.Outcome, stand.Project.Find(latest.Id)!.Commit.Sha));
        Assert.Equal((DeploymentOutcome.Ready, "preview", latest.Id, null), (branch.Outcome, branch.Target, branch.ProductionAfter, branch.Undo));
        Assert.Equal((preview.Commit.Sha, (string?)null), (stand.Project.Find(branch.Id)!.Commit.Sha, stand.Project.Find(branch.Id)!.Target));
        Assert.Equal((DeploymentOutcome.Live, first.Commit.Sha, commit.Id), (commit.Outcome, stand.Production.Commit.Sha, stand.Production.Id));
        Assert.Equal(["PlatformRefused"], unknown.ErrorIds);
        Assert.Contains("no/such was not found", unknown.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_fails_is_a_record_and_an_error_and_production_stays()
    {
        await using FrontendStand stand = new();
        VercelDeployment before = stand.Production;
        stand.Project.FailNextBuild(VercelBuildFailure.MissingModule);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Start-XmrtDeployment -Force");

        DeploymentStart start = Assert.Single(result.Of<DeploymentStart>());
        Assert.Equal(["DeploymentFailed"], result.ErrorIds);
        Assert.Equal((DeploymentOutcome.Failed, "BUILD_UTILS_SPAWN_1", before.Id, $"Get-XmrtDeploymentLog {start.Id}", null),
            (start.Outcome, start.ErrorCode, start.ProductionAfter, start.Remedy, start.Undo));
        Assert.Equal(before.Id, stand.Production.Id);
    }

    [Fact]
    public async Task Where_production_is_pinned_it_says_so_before_and_offers_the_promotion_after()
    {
        await using FrontendStand stand = new();
        stand.RollBack(stand.Candidates[0]);
        string pinned = stand.Production.Id;
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Start-XmrtDeployment", "Yes").Succeeded();

        DeploymentStart start = Assert.Single(result.Of<DeploymentStart>());
        Assert.Contains("will not go live by itself", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("does NOT go live", Assert.Single(result.Prompts).Message, StringComparison.Ordinal);
        Assert.Equal((DeploymentOutcome.Ready, pinned, $"Start-XmrtDeployment {start.Id} -Promote -Connection web", null),
            (start.Outcome, start.ProductionAfter, start.Remedy, start.Undo));

        // The remedy is ready to paste, and does what it says.
        DeploymentStart live = Assert.Single(session.Run(start.Remedy + " -Force").Succeeded().Of<DeploymentStart>());
        Assert.Equal((DeploymentOutcome.Live, start.Id, pinned), (live.Outcome, stand.Production.Id, live.ProductionBefore));
        Assert.True(stand.Project.AutoAssignsDomains);
    }

    [Fact]
    public async Task A_deadline_is_neither_success_nor_failure()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Endless;
        VercelDeployment before = stand.Production;
        using PwshSession session = stand.Connect();

        DeploymentStart start = Assert.Single(session.Run("Start-XmrtDeployment -Force -Timeout 1s").Succeeded().Of<DeploymentStart>());
        DeploymentStart requested = Assert.Single(session.Run("Start-XmrtDeployment -Force -NoWait").Succeeded().Of<DeploymentStart>());

        Assert.Equal((DeploymentOutcome.StillRunning, DeploymentState.Building, before.Id), (start.Outcome, start.State, start.ProductionAfter));
        Assert.Contains("goes on at Vercel", start.Reason, StringComparison.Ordinal);
        Assert.Equal((DeploymentOutcome.Requested, $"Get-XmrtDeploymentLog {requested.Id} -Follow"), (requested.Outcome, requested.Remedy));
        Assert.Equal(2, stand.Changes.Count);
    }

    [Fact]
    public async Task Ctrl_C_while_it_waits_leaves_the_build_and_the_journal_says_so()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Endless;
        using PwshSession session = stand.Connect();
        PwshRun run = session.Start("Start-XmrtDeployment -Force");
        await run.UntilAsync(soFar => soFar.Progress.Count > 0, TestContext.Current.CancellationToken);

        await run.StopAsync();

        // All stands have the same identifiers, and all tests one journal.
        VercelDeployment made = stand.Project.Deployments[0];
        Assert.Contains(
            session.Run("Get-XmrtJournal -All").Succeeded().Of<JournalEntry>(),
            entry => entry.State == JournalState.Succeeded
                && entry.Result!.StartsWith(made.Id, StringComparison.Ordinal)
                && entry.Result.Contains("the waiting was ended", StringComparison.Ordinal));
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_state_and_nothing_is_sent_twice()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        VercelDeployment before = stand.Production;
        // The platform does it, and a gateway loses its answer.
        stand.Api.Map("POST", Create, (_, _) =>
        {
            stand.Project.Redeploy(before.Id, "production", action: "redeploy");
            return Task.FromResult(StandInResponse.Text(502, "text/html", "<html>Bad gateway</html>"));
        });

        PwshResult result = session.Run("Start-XmrtDeployment -Force").Succeeded();

        DeploymentStart start = Assert.Single(result.Of<DeploymentStart>());
        Assert.Equal((DeploymentOutcome.Live, stand.Production.Id), (start.Outcome, start.Id));
        Assert.Contains("was not sent again", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task A_lost_order_that_left_no_trace_is_of_unknown_outcome()
    {
        await using FrontendStand stand = new();
        stand.Api.Map("POST", Create, (_, _) => Task.FromResult(StandInResponse.Text(502, "text/html", "<html>Bad gateway</html>")));
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Start-XmrtDeployment -Force");

        Assert.Equal(["OutcomeUnknown"], result.ErrorIds);
        Assert.Empty(result.Output);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task Faults_while_it_waits_are_waited_out()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        PwshRun run = session.Start("Start-XmrtDeployment -Force");
        await run.UntilAsync(soFar => soFar.Progress.Count > 0, TestContext.Current.CancellationToken);
        stand.Api.Faults.Next(1, Fault.Status(200) with { Body = "<html>", ContentType = "text/html" }, Create + "/");

        PwshResult result = (await run.Completion).Succeeded();

        Assert.Equal(DeploymentOutcome.Live, Assert.Single(result.Of<DeploymentStart>()).Outcome);
    }

    [Theory]
    [InlineData("-Timeout 0s", "DurationNotPositive")]
    [InlineData("-Timeout 3h", "DurationOutOfRange")]
    [InlineData("-Timeout 15", "BareNumberAsTime")]
    [InlineData("dpl_nothing -Force", "NotFound")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal([errorId], session.Run($"Start-XmrtDeployment {arguments}").ErrorIds);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task Who_may_only_look_is_refused()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect(stand.Platform.AddToken(VercelRights.Viewer).Value);

        PwshResult result = session.Run("Start-XmrtDeployment -Force");

        Assert.Equal(["Forbidden"], result.ErrorIds);
        Assert.DoesNotContain(stand.Identity.VercelToken, result.Screen, StringComparison.Ordinal);
    }
}
