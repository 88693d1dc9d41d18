using System.Text.RegularExpressions;
using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Frontends;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What a plan for the frontend says and where to it leads, and what tells that it was rolled back already.</summary>
public sealed class FrontendRollbackPlanTests
{
    private const string RollBack = "Invoke-XmrtRollback -Frontend -Force ";
    private const string Project = "/v9/projects/{project}";

    [Fact]
    public async Task A_plan_says_what_where_from_where_to_how_and_for_which_state()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        FrontendRollbackPlan[] plans = [.. session.Run("New-XmrtRollbackPlan -Frontend; New-XmrtRollbackPlan -Frontend").Succeeded().Of<FrontendRollbackPlan>()];
        stand.RollBack(stand.Candidates[^1]);
        FrontendRollbackPlan later = Assert.Single(session.Run("New-XmrtRollbackPlan -Frontend").Succeeded().Of<FrontendRollbackPlan>());

        FrontendRollbackPlan plan = plans[0];
        Assert.Equal((RollbackTarget.Frontend, "xmrt-frontend", false), (plan.Target, plan.Name, plan.IsSettled));
        RollbackStep step = Assert.Single(plan.Steps);
        Assert.Contains(plan.To!, step.Action, StringComparison.Ordinal);
        Assert.Equal(2, step.Changes.Count);
        Assert.Contains(plan.From, Assert.Single(plan.Losses).Description, StringComparison.Ordinal);
        Assert.Equal(true, plan.Evidence["IsRollbackCandidate"]);
        Assert.True((DateTimeOffset)plan.Evidence["DestinationCreatedAt"]! < (DateTimeOffset)plan.Evidence["CurrentCreatedAt"]!);
        Assert.Equal((true, 0.0), (plan.EstimatedDurationSeconds > 0, plan.EstimatedInterruptionSeconds));
        Assert.Equal($"Start-XmrtDeployment {plan.From} -Promote -Connection web", plan.Undo);
        Assert.Equal(plan.StateHash, plans[1].StateHash);
        Assert.NotEqual(plan.StateHash, later.StateHash);
        Assert.Empty(stand.Changes);
    }

    [Theory]
    [InlineData("https://{0}")]
    [InlineData("https://{0}/chat?x=1")]
    [InlineData("{0}")]
    public async Task An_address_names_the_one_to_go_back_to(string address)
    {
        await using FrontendStand stand = new();
        VercelDeployment older = stand.Candidates[1];
        using PwshSession session = stand.Connect();
        session.Set("address", string.Format(System.Globalization.CultureInfo.InvariantCulture, address, older.Url));

        RollbackResult result = Assert.Single(session.Run(RollBack + "$address -AllowStaleEnvironment").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, older.Id, older.Id), (result.Outcome, result.To, stand.Production.Id));
        Assert.Contains("Start-XmrtDeployment <id> -Promote -Connection web", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domains_that_are_not_assigned_any_more_are_enough_to_tell_that_it_was_rolled_back()
    {
        await using FrontendStand stand = new();
        stand.Project.SetAutoAssign(false);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack);

        Assert.Equal(["AlreadyRolledBack"], result.ErrorIds);
        Assert.Contains("automatic assignment of domains is off", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(stand.Changes);
    }

    [Fact]
    public async Task The_journal_is_enough_to_tell_it_where_the_platform_has_forgotten()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        RollbackResult first = Assert.Single(session.Run(RollBack).Succeeded().Of<RollbackResult>());
        stand.Project.SetAutoAssign(true);
        stand.Api.Map("GET", Project, (_, _) => Task.FromResult(StandInResponse.Json(200, Forgetful(stand))));

        PwshResult second = session.Run(RollBack);

        Assert.Equal(["AlreadyRolledBack"], second.ErrorIds);
        Assert.Matches(
            $"by {Regex.Escape(Environment.UserName)} on [0-9]{{4}}-[0-9-]{{5}} [0-9:]{{8}} from {first.From}", second.Errors[0].Exception.Message);
        Assert.Single(stand.Changes);
    }

    [Fact]
    public async Task A_domain_that_does_not_follow_is_said_with_its_name()
    {
        await using FrontendStand stand = new();
        stand.Api.Map("GET", "/v2/deployments/{deployment}/aliases", (_, _) => Task.FromResult(StandInResponse.Json(200, new { aliases = Array.Empty<object>() })));
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run(RollBack).Succeeded();

        RollbackResult rollback = Assert.Single(result.Of<RollbackResult>());
        RollbackCheck domains = Assert.Single(rollback.Checks, check => check.Name == "Domains");
        Assert.Equal((RollbackOutcome.Done, false, false), (rollback.Outcome, rollback.IsVerified, domains.Passed));
        Assert.Contains(stand.Project.Domains[0], domains.Reason, StringComparison.Ordinal);
        Assert.Contains("lead elsewhere", rollback.Reason, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, warning => warning.Contains("Undo-XmrtRollback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_and_not_the_job_which_is_not_sent_again()
    {
        await using FrontendStand stand = new();
        stand.Project.EndNextJob(VercelJobOutcome.NeverEnds);
        using PwshSession session = stand.Connect();
        PwshRun run = session.Start(RollBack);
        // Its answer is there once it asks for the job.
        while (stand.Api.Journal.Requests.SkipWhile(request => request.Method != "POST").All(request => request.Method == "POST"))
        {
            Assert.False(run.Completion.IsCompleted, "It ended without sending anything.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await run.StopAsync();

        Assert.Single(stand.Changes);
        JournalEntry entry = Assert.Single(
            session.Run("Get-XmrtJournal Invoke-XmrtRollback -All").Succeeded().Of<JournalEntry>(),
            one => one.Parameters.GetValueOrDefault("RollbackSystem") == stand.Project.Id);
        Assert.Contains("StillRunning", entry.Result, StringComparison.Ordinal);
        Assert.Equal(["RollbackUnderWay"], session.Run(RollBack).ErrorIds);
    }

    [Theory]
    [InlineData("Invoke-XmrtRollback -Frontend dpl_")]
    [InlineData("New-XmrtRollbackPlan -Frontend -Id dpl_")]
    public async Task Tab_offers_deployments_the_newest_first(string line)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        session.Set("line", line);
        // Tab waits for a moment only. On a machine that is busy one types it again.
        IReadOnlyList<string> offered = [];
        for (int times = 0; times < 5 && offered.Count == 0; times++)
        {
            offered = session.Run(
                "[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches"
                + " | ForEach-Object CompletionText").Succeeded().Of<string>();
        }

        Assert.Equal(stand.Project.Deployments.Select(deployment => deployment.Id), offered);
    }

    /// <summary>The project without its last job, and without who rolled back.</summary>
    private static Dictionary<string, object?> Forgetful(FrontendStand stand)
    {
        Dictionary<string, object?> json = ProjectJson.Of(stand.Project, withJob: false);
        json.Remove("rollbackDescription");
        return json;
    }
}
