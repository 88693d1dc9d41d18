using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Frontends;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Invoke-XmrtRollback -Frontend and its undo, as an on-call engineer's session over the stand-in of Vercel's API.</summary>
public sealed class FrontendRollbackTests
{
    private const string RollBack = "Invoke-XmrtRollback -Frontend ";

    [Fact]
    public async Task It_leads_to_the_newest_older_candidate_proves_it_and_is_taken_back()
    {
        await using FrontendStand stand = new();
        string broken = stand.Production.Id;
        string expected = stand.Candidates.First(candidate => candidate.CreatedAt < stand.Production.CreatedAt).Id;
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run("$done = " + RollBack + "; $done", "Yes").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true, broken, expected), (result.Outcome, result.IsVerified, result.From, result.To));
        Assert.Equal(["Production: True", "Domains: True", "Health: True"], result.Checks.Select(check => check.ToString()));
        Assert.Contains("do not go live until one is promoted", result.Reason, StringComparison.Ordinal);
        Assert.Equal((expected, false), (stand.Production.Id, stand.Project.AutoAssignsDomains));
        IReadOnlyList<JournalEntry> journal = session.Run("Get-XmrtJournal *-XmrtRollback -All").Of<JournalEntry>();
        Assert.Equal(JournalState.Succeeded, journal.Single(entry => entry.Id == result.JournalId).State);
        Assert.Single(journal, entry => entry.Parameters.GetValueOrDefault("RollbackId") == result.JournalId.ToString());

        RollbackResult undone = Assert.Single(session.Run("$done | Undo-XmrtRollback", "Yes").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, true, true, broken), (undone.Outcome, undone.IsVerified, undone.IsUndo, undone.To));
        Assert.Equal((broken, true), (stand.Production.Id, stand.Project.AutoAssignsDomains));
        Assert.Equal(["RollbackUndone"], session.Run("$done | Undo-XmrtRollback -Force").ErrorIds);
    }

    [Fact]
    public async Task WhatIf_shows_the_plan_and_sends_nothing()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect(culture: "de-DE");

        PwshResult result = session.Run(RollBack + "-WhatIf").Succeeded();

        FrontendRollbackPlan plan = Assert.Single(result.Of<FrontendRollbackPlan>());
        Assert.Equal((stand.Production.Id, false), (plan.From, plan.IsSettled));
        Assert.Contains($"Start-XmrtDeployment {plan.From} -Promote", plan.Undo, StringComparison.Ordinal);
        Assert.Contains("automatic assignment of domains is OFF", result.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.All(result.ScreenLines.Where(line => !line.StartsWith("What if", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task Production_is_asked_for_by_its_name_and_no_is_no()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        session.Set("again", stand.Site.BaseAddress);
        session.Run("$null = Connect-Xmrt -Name prod -Production -FrontendUrl $site -VercelApiUrl $api -VercelProject $project "
            + "-VercelTeam $team -VercelToken $token").Succeeded();

        PwshResult no = session.Run(RollBack, "No").Succeeded();

        Assert.Contains("PRODUCTION prod (Vercel project xmrt-frontend): roll back", Assert.Single(no.Prompts).Message, StringComparison.Ordinal);
        Assert.Empty(no.Output);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task A_second_operator_ten_minutes_later_is_told_who_when_and_from_what()
    {
        await using FrontendStand stand = new();
        string broken = stand.Production.Id;
        stand.RollBack(stand.Candidates[0]);
        string good = stand.Production.Id;
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack + "-Force");

        Assert.Equal(["AlreadyRolledBack"], result.ErrorIds);
        string message = result.Errors[0].Exception.Message;
        Assert.Contains(stand.Platform.Users[0].UserName, message, StringComparison.Ordinal);
        Assert.Matches($" on [0-9]{{4}}-[0-9-]{{5}} [0-9:]{{8}} from {broken}", message);
        Assert.Empty(stand.Changes);
        Assert.Equal(good, stand.Production.Id);
    }

    [Fact]
    public async Task A_second_operator_a_second_later_meets_the_job_that_is_under_way()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Platform.Timings with { JobPending = TimeSpan.FromHours(1) };
        stand.Project.RollBack(stand.Candidates[0].Id);
        using PwshSession session = stand.Connect();

        Assert.Equal(["RollbackUnderWay"], session.Run(RollBack + "-Force").ErrorIds);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task Of_two_plans_made_at_once_one_is_carried_out()
    {
        await using FrontendStand stand = new();
        string expected = stand.Candidates[0].Id;
        using PwshSession first = stand.Connect();
        using PwshSession second = stand.Connect();
        first.Run("$plan = New-XmrtRollbackPlan -Frontend").Succeeded();
        second.Run("$plan = New-XmrtRollbackPlan -Frontend").Succeeded();

        first.Run("$plan | Invoke-XmrtRollback -Force").Succeeded();
        PwshResult late = second.Run("$plan | Invoke-XmrtRollback -Force");

        Assert.Equal(["RollbackPlanStale"], late.ErrorIds);
        Assert.Contains("production was", late.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Single(stand.Changes);
        Assert.Equal(expected, stand.Production.Id);
    }

    [Fact]
    public async Task Somebody_who_was_quicker_by_a_moment_has_done_what_was_wanted()
    {
        await using FrontendStand stand = new();
        string expected = stand.Candidates[0].Id;
        stand.Api.Map("POST", "/v9/projects/{project}/rollback/{deployment}", (_, _) =>
        {
            stand.RollBack(stand.Project.Find(expected)!);
            return Task.FromResult(StandInResponse.Text(
                409, "application/json", """{"error":{"code":"conflict","message":"already the current production deployment"}}"""));
        });
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run(RollBack + "-Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.NothingToDo, expected), (result.Outcome, stand.Production.Id));
    }

    [Fact]
    public async Task An_id_goes_further_back_also_when_it_is_rolled_back_already()
    {
        await using FrontendStand stand = new();
        stand.RollBack(stand.Candidates[0]);
        VercelDeployment older = stand.Candidates[^1];
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run(
            $"Get-XmrtDeployment {older.Id} | Invoke-XmrtRollback -Frontend -AllowStaleEnvironment -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, older.Id), (result.Outcome, stand.Production.Id));
    }

    [Fact]
    public async Task Several_from_the_pipe_are_never_done_one_after_the_other()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal(
            ["SeveralRollbackTargets"],
            session.Run("Get-XmrtDeployment -Target Production -All | Where-Object IsRollbackCandidate | Invoke-XmrtRollback -Frontend -Force").ErrorIds);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task What_is_current_already_needs_nothing()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run(RollBack + stand.Production.Url).Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.NothingToDo, null), (result.Outcome, result.JournalId));
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task What_one_cannot_go_back_to_says_why()
    {
        await using FrontendStand stand = new();
        VercelDeployment preview = stand.Project.Deployments.First(one => one.Target is null && one.CanceledAt is null);
        VercelDeployment failed = stand.Project.Deployments.First(one => one.Failure is not null);
        VercelDeployment was = stand.Production;
        stand.RollBack(stand.Candidates[0]);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(
            $"'{preview.Id}', '{failed.Id}', '{was.Id}', 'dpl_unknown' | ForEach-Object {{ Invoke-XmrtRollback -Frontend $_ -Force }}");

        Assert.Equal(["NotARollbackCandidate", "NotARollbackCandidate", "RollbackTargetNewer", "NotFound"], result.ErrorIds);
        Assert.Contains("built for preview", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("it is ERROR", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task Variables_that_were_changed_since_are_listed_and_replaced_keys_refused()
    {
        await using FrontendStand stand = new();
        stand.Project.SetVariable("HEALTH_PROBE_TIMEOUT_MS", "7000", "plain");
        stand.Project.SetVariable("SUPABASE_SERVICE_ROLE_KEY", "canary-value", "sensitive");
        stand.Project.SetVariable("A_NEW_TOKEN", "canary-value", "sensitive");
        using PwshSession session = stand.Connect();

        FrontendRollbackPlan plan = Assert.Single(session.Run("$plan = New-XmrtRollbackPlan -Frontend; $plan").Succeeded().Of<FrontendRollbackPlan>());
        PwshResult refused = session.Run("$plan | Invoke-XmrtRollback -Force");

        Assert.Equal(
            ["A_NEW_TOKEN True True", "HEALTH_PROBE_TIMEOUT_MS False False", "SUPABASE_SERVICE_ROLE_KEY False True"],
            plan.EnvironmentChanges!.Select(change => $"{change.Name} {change.IsNew} {change.IsCredential}").Order(StringComparer.Ordinal));
        Assert.Equal("AllowStaleEnvironment", Assert.Single(plan.Refusals).AllowedBy);
        Assert.Equal(["StaleEnvironment"], refused.ErrorIds);
        Assert.DoesNotContain("A_NEW_TOKEN", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(stand.Changes);
        PwshResult allowed = session.Run("$plan | Invoke-XmrtRollback -AllowStaleEnvironment -Force").Succeeded();
        Assert.Equal(RollbackOutcome.Done, Assert.Single(allowed.Of<RollbackResult>()).Outcome);
        Assert.Contains(allowed.Warnings, warning => warning.Contains("HEALTH_PROBE_TIMEOUT_MS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_rolled_back_once_is_passed_over_the_next_time()
    {
        await using FrontendStand stand = new();
        string good = stand.Candidates[0].Id;
        using PwshSession session = stand.Connect();
        string broken = Assert.Single(session.Run(RollBack + "-Force").Succeeded().Of<RollbackResult>()).From;
        VercelTimings timings = stand.Platform.Timings;
        stand.Platform.Timings = timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        VercelDeployment next = stand.PushAtOnce("Not mended after all");
        stand.Project.Promote(next.Id);
        Assert.Equal(next.Id, stand.Production.Id);
        stand.Platform.Timings = timings;

        RollbackResult result = Assert.Single(session.Run(RollBack + "-Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((next.Id, good), (result.From, result.To));
        Assert.NotEqual(broken, stand.Production.Id);
    }

    [Fact]
    public async Task After_somebodys_promotion_of_an_older_one_it_never_leads_forward_to_a_newer_one()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Platform.Timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        VercelDeployment oldest = stand.Candidates.OrderBy(candidate => candidate.CreatedAt).First();
        stand.Project.Promote(oldest.Id);
        Assert.Equal(oldest.Id, stand.Production.Id);
        using PwshSession session = stand.Connect();

        RollbackPlan plan = Assert.Single(session.Run("New-XmrtRollbackPlan -Frontend").Succeeded().Of<RollbackPlan>());

        Assert.Null(plan.To);
        Assert.Contains(plan.Refusals, refusal => refusal.ErrorId == "NoRollbackCandidate");
        Assert.Equal(oldest.Id, stand.Production.Id);
    }

    [Fact]
    public async Task Without_a_journal_the_result_is_what_an_undo_goes_by()
    {
        await using FrontendStand stand = new();
        string broken = stand.Production.Id;
        using PwshSession session = stand.Connect();

        RollbackResult result = Assert.Single(session.Run("$done = " + RollBack + "-WithoutJournal -Force; $done").Succeeded().Of<RollbackResult>());

        Assert.Equal((null, null), (result.JournalId, result.Undo));
        Assert.Equal(["NoRollback"], session.Run("Undo-XmrtRollback -Force").ErrorIds);
        session.Run("$done | Undo-XmrtRollback -WithoutJournal -Force").Succeeded();
        Assert.Equal(broken, stand.Production.Id);
    }

    [Fact]
    public async Task A_plan_and_a_result_go_to_the_system_that_they_are_of_and_to_no_other()
    {
        await using FrontendStand stand = new();
        await using FrontendStand other = new();
        using PwshSession session = stand.Connect();
        session.Set("otherApi", other.Api.BaseAddress);
        session.Set("otherToken", new System.Net.NetworkCredential("", other.Identity.VercelToken).SecurePassword);
        session.Run("$plan = New-XmrtRollbackPlan -Frontend").Succeeded();
        session.Run("$null = Connect-Xmrt -Name other -VercelApiUrl $otherApi -VercelProject $project "
            + $"-VercelTeam {other.Identity.VercelTeamId} -VercelToken $otherToken").Succeeded();

        Assert.Equal(["RollbackPlanOfAnother"], session.Run("Invoke-XmrtRollback $plan -Connection other -Force").ErrorIds);
        RollbackResult done = Assert.Single(session.Run("$done = $plan | Invoke-XmrtRollback -Force; $done").Succeeded().Of<RollbackResult>());
        Assert.Equal(["RollbackPlanOfAnother"], session.Run("Undo-XmrtRollback $done -Connection other -Force").ErrorIds);
        Assert.Equal(["NoRollback"], session.Run("Undo-XmrtRollback -Connection other -Force").ErrorIds);
        session.Run("Disconnect-Xmrt -Connection web").Succeeded();
        Assert.Equal(["UnknownConnection"], session.Run("$done | Undo-XmrtRollback -Force").ErrorIds);

        Assert.Equal("web", done.Connection);
        Assert.Empty(other.Changes);
        Assert.Equal(done.To, stand.Production.Id);
    }
}
