using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Rollback;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What can go wrong with a rollback of the frontend, each with an outcome of its own.</summary>
public sealed class FrontendRollbackFaultTests
{
    private const string RollBack = "Invoke-XmrtRollback -Frontend -Force ";
    private const string Route = "/v9/projects/{project}/rollback/{deployment}";

    [Theory]
    [InlineData(VercelJobOutcome.Fails, RollbackOutcome.Failed, "could not be moved")]
    [InlineData(VercelJobOutcome.IsSkipped, RollbackOutcome.Skipped, "skipped the rollback")]
    [InlineData(VercelJobOutcome.BecomesUnknown, RollbackOutcome.Failed, "'reticulating'")]
    public async Task A_job_that_does_not_end_well_says_how(VercelJobOutcome job, RollbackOutcome expected, string reason)
    {
        await using FrontendStand stand = new();
        string before = stand.Production.Id;
        stand.Project.EndNextJob(job);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack);

        RollbackResult rollback = Assert.Single(result.Of<RollbackResult>());
        Assert.Equal(["RollbackFailed"], result.ErrorIds);
        Assert.Equal((expected, RollbackStepState.Failed, before), (rollback.Outcome, Assert.Single(rollback.Steps).State, stand.Production.Id));
        Assert.Contains(reason, rollback.Reason, StringComparison.Ordinal);
        Assert.Equal(JournalState.Failed, session.Run("Get-XmrtJournal -All").Of<JournalEntry>().Single(entry => entry.Id == rollback.JournalId).State);
    }

    [Fact]
    public async Task One_that_does_not_end_is_still_running_at_the_deadline_and_is_not_sent_again()
    {
        await using FrontendStand stand = new();
        stand.Project.EndNextJob(VercelJobOutcome.NeverEnds);
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run(RollBack + "-Timeout 1s").Succeeded().Of<RollbackResult>());

        Assert.Equal(RollbackOutcome.StillRunning, result.Outcome);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task A_promotion_that_races_it_is_not_taken_for_success()
    {
        await using FrontendStand stand = new();
        VercelDeployment other = stand.Candidates[^1];
        stand.Project.RaceNextJob(other.Id);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack);

        RollbackResult rollback = Assert.Single(result.Of<RollbackResult>());
        Assert.Equal(["RollbackFailed"], result.ErrorIds);
        Assert.Equal(RollbackOutcome.Failed, rollback.Outcome);
        Assert.Contains($"another promote, to {other.Id}, came in between", rollback.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_job_with_the_same_target_is_not_taken_for_ours()
    {
        await using FrontendStand stand = new();
        string before = stand.Production.Id;
        VercelDeployment good = stand.Candidates[0];
        stand.RollBack(good);
        VercelTimings timings = stand.Platform.Timings;
        stand.Platform.Timings = timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        stand.Project.Promote(before);
        Assert.Equal(before, stand.Production.Id);
        stand.Platform.Timings = timings;
        stand.Project.EndNextJob(VercelJobOutcome.IsSkipped);
        using PwshSession session = stand.Connect();

        Assert.Equal(RollbackOutcome.Skipped, Assert.Single(session.Run(RollBack).Of<RollbackResult>()).Outcome);
        Assert.Equal(before, stand.Production.Id);
    }

    [Fact]
    public async Task A_success_that_production_shows_late_is_waited_for()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Platform.Timings with { JobHidden = TimeSpan.FromMilliseconds(300), ProductionLag = TimeSpan.FromMilliseconds(500) };
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run(RollBack).Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true, stand.Production.Id), (result.Outcome, result.IsVerified, result.To));
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_job_and_never_sent_again()
    {
        await using FrontendStand stand = new();
        string expected = stand.Candidates[0].Id;
        stand.Api.Map("POST", Route, (_, _) =>
        {
            stand.Project.RollBack(expected);
            return Task.FromResult(StandInResponse.Text(504, "text/html", "<html>Gateway timeout</html>"));
        });
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack).Succeeded();

        Assert.Equal((RollbackOutcome.Done, expected), (Assert.Single(result.Of<RollbackResult>()).Outcome, stand.Production.Id));
        Assert.Contains("was not sent again", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task A_lost_answer_without_a_trace_is_an_unknown_outcome()
    {
        await using FrontendStand stand = new();
        string before = stand.Production.Id;
        stand.Api.Map("POST", Route, (_, _) => Task.FromResult(StandInResponse.Text(502, "text/html", "<html>Bad gateway</html>")));
        using PwshSession session = stand.Connect();

        Assert.Equal(["OutcomeUnknown"], session.Run(RollBack).ErrorIds);
        Assert.Equal(before, stand.Production.Id);
        Assert.Single(stand.Changes);
        Assert.Equal(RollbackOutcome.NothingToDo, Assert.Single(session.Run("Undo-XmrtRollback -Force").Succeeded().Of<RollbackResult>()).Outcome);
    }

    [Fact]
    public async Task A_token_that_expires_half_way_leaves_an_unknown_outcome_and_what_to_do()
    {
        await using FrontendStand stand = new();
        string expected = stand.Candidates[0].Id;
        stand.Api.Map("POST", Route, (_, _) =>
        {
            stand.Project.RollBack(expected);
            Assert.True(stand.Platform.RevokeToken(stand.Identity.VercelToken));
            return Task.FromResult(StandInResponse.Empty(201));
        });
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack);

        RollbackResult rollback = Assert.Single(result.Of<RollbackResult>());
        Assert.Equal(["RollbackOutcomeUnknown"], result.ErrorIds);
        Assert.Equal(RollbackOutcome.Unknown, rollback.Outcome);
        Assert.Contains("Vercel took the rollback", rollback.Reason, StringComparison.Ordinal);
        Assert.Contains("VERCEL_TOKEN", rollback.Remedy, StringComparison.Ordinal);
        Assert.Equal(JournalState.Unknown, session.Run("Get-XmrtJournal -All").Of<JournalEntry>().Single(entry => entry.Id == rollback.JournalId).State);
    }

    [Fact]
    public async Task A_plan_that_allows_one_step_only_offers_the_promotion()
    {
        await using FrontendStand stand = new();
        stand.Platform.Plan = VercelPlan.Hobby;
        VercelDeployment far = stand.Candidates[^1];
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Invoke-XmrtRollback -Frontend {far.Id} -AllowStaleEnvironment -Force");

        Assert.Equal(["RollbackPlanLimit"], result.ErrorIds);
        Assert.Contains($"Start-XmrtDeployment {far.Id} -Promote", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, warning => warning.Contains("Hobby", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_is_not_well_afterwards_is_said_with_the_way_back()
    {
        await using FrontendStand stand = new();
        stand.Candidates[0].Behaviour = VercelBehaviour.FunctionFails;
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack).Succeeded();

        RollbackResult rollback = Assert.Single(result.Of<RollbackResult>());
        Assert.Equal((RollbackOutcome.Done, false, "Test-XmrtFrontend"), (rollback.Outcome, rollback.IsVerified, rollback.Remedy));
        Assert.Contains(result.Warnings, warning => warning.Contains("Undo-XmrtRollback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_deployed_since_cannot_be_undone()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        session.Run("$done = " + RollBack).Succeeded();
        VercelTimings timings = stand.Platform.Timings;
        stand.Platform.Timings = timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        VercelDeployment mended = stand.PushAtOnce("Mended");
        stand.Project.Promote(mended.Id);
        Assert.Equal(mended.Id, stand.Production.Id);
        stand.Platform.Timings = timings;

        Assert.Equal(["RollbackOvertaken"], session.Run("$done | Undo-XmrtRollback -Force").ErrorIds);
        Assert.Equal(mended.Id, stand.Production.Id);
    }

    [Fact]
    public async Task Nothing_to_go_back_to_and_nothing_to_take_back_are_said()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        using PwshSession tokenless = stand.Connect(token: "");
        VercelDeployment oldest = stand.Candidates[^1];
        stand.RollBack(oldest);
        VercelTimings timings = stand.Platform.Timings;
        stand.Platform.Timings = timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        stand.Project.Promote(stand.Candidates[0].Id);
        _ = stand.Production;
        stand.Project.Promote(oldest.Id);
        Assert.Equal(oldest.Id, stand.Production.Id);
        stand.Platform.Timings = timings;

        Assert.Equal(["NoRollbackCandidate"], session.Run(RollBack).ErrorIds);
        Assert.Equal(["NoRollback"], session.Run("Undo-XmrtRollback -Force").ErrorIds);
        Assert.Equal(["NoVercelToken"], tokenless.Run(RollBack).ErrorIds);
    }
}
