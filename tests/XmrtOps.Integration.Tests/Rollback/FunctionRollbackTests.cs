using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.EdgeFunctions;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Invoke-XmrtRollback -Function and its undo, to versions that were kept.</summary>
public sealed class FunctionRollbackTests(SandboxServer server)
{
    private const string RollBack = "Invoke-XmrtRollback -Function mining-proxy ";

    [Fact]
    public async Task It_leads_to_the_last_healthy_version_as_it_was_proves_it_and_is_taken_back()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Keep(project, session, "mining-proxy");
        string good = project.SourceOf("mining-proxy");
        Break(project, "mining-proxy");

        FunctionRollbackPlan plan = Assert.Single(session.Run(RollBack + "-WhatIf").Succeeded().Of<FunctionRollbackPlan>());
        PwshResult done = session.Run("$done = " + RollBack + "; $done", "Yes").Succeeded();

        RollbackResult result = Assert.Single(done.Of<RollbackResult>());
        EdgeFunction now = project.Platform.Functions.Find("mining-proxy")!;
        Assert.Contains(plan.Steps[0].Changes, change => change.Contains("turned OFF", StringComparison.Ordinal));
        Assert.Equal((RollbackOutcome.Done, true), (result.Outcome, result.IsVerified));
        Assert.Contains($"is on version {now.Version} now, with what was version {now.Version - 2}: ", result.Reason, StringComparison.Ordinal);
        Assert.Equal((good, false), (project.SourceOf("mining-proxy"), now.VerifyJwt));
        Assert.All(done.ScreenLines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));

        RollbackResult undone = Assert.Single(session.Run("$done | Undo-XmrtRollback -Force").Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.Done, false, true), (undone.Outcome, undone.IsVerified, undone.IsUndo));
        Assert.Equal(("broken", true), (project.SourceOf("mining-proxy"), project.Platform.Functions.Find("mining-proxy")!.VerifyJwt));
    }

    [Fact]
    public async Task A_second_operator_goes_no_further_back_and_never_to_what_was_replaced()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Keep(project, session, "mining-proxy");
        Break(project, "mining-proxy");
        session.Run(RollBack + "-Force").Succeeded();
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;

        PwshResult again = session.Run(RollBack + "-Force");

        Assert.Equal(["AlreadyRolledBack"], again.ErrorIds);
        Assert.Contains("from version", again.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);

        // Even one that looks healthy is none to go back to, once a rollback has replaced it.
        string broken = Assert.Single(session.Run("Get-XmrtFunction mining-proxy -Saved").Of<SavedFunction>(), one => one.Version == version - 1).SavedPath;
        SavedFunction wrong = Assert.Single(session.Run($"Get-XmrtFunction mining-proxy -Saved").Of<SavedFunction>(), one => one.SavedPath == broken);
        await File.WriteAllTextAsync(
            Path.Combine(wrong.SavedPath, "health.json"),
            """{"wasHealthy":true,"reason":"it looked so","measuredAt":"2026-01-01T00:00:00+00:00"}""",
            TestContext.Current.CancellationToken);
        Deploy(project, "mining-proxy", "another");
        RollbackResult result = Assert.Single(session.Run(RollBack + "-Force").Succeeded().Of<RollbackResult>());
        Assert.DoesNotContain($" {wrong.Version}", result.To, StringComparison.Ordinal);
        Assert.NotEqual("broken", project.SourceOf("mining-proxy"));
    }

    [Fact]
    public async Task With_nothing_kept_or_nothing_healthy_it_says_so_and_offers_the_git_way()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();

        PwshResult nothing = session.Run(RollBack + "-Force");
        session.Run("$null = Save-XmrtFunction mining-proxy").Succeeded();
        Break(project, "mining-proxy");
        PwshResult unknown = session.Run(RollBack + "-Force");
        PwshResult missing = session.Run(RollBack + "-Version 999 -Force");

        Assert.Equal(["NoHealthyVersion"], nothing.ErrorIds);
        Assert.Contains("-GitRef <commit>", nothing.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("health not known", unknown.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["SavedVersionMissing"], missing.ErrorIds);
        Assert.Equal("broken", project.SourceOf("mining-proxy"));
    }

    [Theory]
    [InlineData("$kept | Invoke-XmrtRollback -Force")]
    [InlineData("Get-XmrtFunction mining-proxy -Saved | Where-Object Version -eq $kept.Version | Invoke-XmrtRollback -Force")]
    [InlineData("Get-XmrtFunction mining-proxy | Invoke-XmrtRollback -Version $kept.Version -Force")]
    [InlineData("Invoke-XmrtRollback -Function mining-proxy -Version $kept.Version -Force")]
    [InlineData("$kept | New-XmrtRollbackPlan | Invoke-XmrtRollback -Force")]
    public async Task A_version_that_was_named_needs_no_health(string command)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        session.Run("$kept = Save-XmrtFunction mining-proxy").Succeeded();
        string good = project.SourceOf("mining-proxy");
        Break(project, "mining-proxy");

        Assert.Equal(RollbackOutcome.Done, Assert.Single(session.Run(command).Succeeded().Of<RollbackResult>()).Outcome);
        Assert.Equal(good, project.SourceOf("mining-proxy"));
        Assert.Equal(RollbackOutcome.NothingToDo, Assert.Single(session.Run(command).Succeeded().Of<RollbackResult>()).Outcome);
        Assert.Equal(["SeveralRollbackTargets"], session.Run("Get-XmrtFunction mining-proxy -Saved | Invoke-XmrtRollback -Force").ErrorIds);
    }

    [Fact]
    public async Task Secrets_that_were_changed_since_are_told_by_name_and_never_restored()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Keep(project, session, "mining-proxy");
        Break(project, "mining-proxy");
        project.Platform.Secrets.Set("MINER_WALLET_ADDRESS", "another");
        project.Platform.Secrets.Set("OPENAI_API_KEY", "of no concern");

        PwshResult result = session.Run(RollBack + "-Force").Succeeded();

        string warning = Assert.Single(result.Warnings);
        Assert.Contains("MINER_WALLET_ADDRESS, which has another value since", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_in_the_middle_says_which_is_where_and_both_ways_on(bool isExpired)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        string[] names = ["ai-chat", "mining-proxy", "system-health"];
        Dictionary<string, string> good = [];
        foreach (string name in names)
        {
            Keep(project, session, name);
            good[name] = project.SourceOf(name);
        }

        Array.ForEach(names, name => Break(project, name));
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        bool isMended = false;
        project.Platform.Api.Map("POST", $"/v1/projects/{project.Platform.Project.Ref}/functions/deploy", (request, _) =>
        {
            string name = request.First("slug")!;
            if (isMended && request.Text.Contains("broken", StringComparison.Ordinal))
            {
                Break(project, name);
                return Task.FromResult(StandInResponse.Json(201, new { slug = name, name, status = "ACTIVE", version = 1, id = "x" }));
            }

            if (name == "mining-proxy" && !isExpired && !isMended)
            {
                return Task.FromResult(StandInResponse.Json(403, new { message = "no right to that" }));
            }

            Deploy(project, name, good[name], verifyJwt: false);
            if (isExpired && !isMended)
            {
                project.Platform.Tokens.Revoke(project.Platform.Identity.SupabaseToken);
            }

            return Task.FromResult(StandInResponse.Json(201, new { slug = name, name, status = "ACTIVE", version = 1, id = "x" }));
        });

        PwshResult result = session.Run("Invoke-XmrtRollback -Function ai-chat, mining-proxy, system-health -Force");

        RollbackResult partial = Assert.Single(result.Of<RollbackResult>());
        Assert.Equal(["RollbackFailed"], result.ErrorIds);
        Assert.Equal(RollbackOutcome.Partial, partial.Outcome);
        Assert.Equal(["ai-chat: Done", "mining-proxy: Failed", "system-health: NotRun"], partial.Steps.Select(step => step.ToString()));
        Assert.Contains($"mining-proxy is on version {version} still", partial.Reason, StringComparison.Ordinal);
        Assert.Contains($"Undo-XmrtRollback -JournalId {partial.JournalId}", partial.Remedy, StringComparison.Ordinal);
        Assert.Contains("-Function mining-proxy, system-health", partial.Remedy, StringComparison.Ordinal);
        if (isExpired)
        {
            return;
        }

        isMended = true;
        RollbackResult back = Assert.Single(session.Run($"Undo-XmrtRollback -JournalId {partial.JournalId} -Force").Of<RollbackResult>());
        Assert.Equal((RollbackOutcome.Done, "mining-proxy: NotNeeded, ai-chat: Done"), (back.Outcome, string.Join(", ", back.Steps)));
        Assert.Equal("broken", project.SourceOf("ai-chat"));
        Assert.Equal(RollbackOutcome.Done, Assert.Single(
            session.Run("Invoke-XmrtRollback -Function ai-chat -Force").Succeeded().Of<RollbackResult>()).Outcome);
        RollbackResult rest = Assert.Single(
            session.Run("Invoke-XmrtRollback -Function ai-chat, mining-proxy, system-health -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal(["ai-chat: NotNeeded", "mining-proxy: Done", "system-health: Done"], rest.Steps.Select(step => step.ToString()));
        Assert.All(names, name => Assert.Equal(good[name], project.SourceOf(name)));
    }

    [Fact]
    public async Task What_was_deployed_since_is_neither_rolled_back_by_an_old_plan_nor_undone()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Keep(project, session, "mining-proxy");
        Break(project, "mining-proxy");
        session.Run("$plan = New-XmrtRollbackPlan -Function mining-proxy").Succeeded();
        Deploy(project, "mining-proxy", "newer");

        Assert.Equal(["RollbackPlanStale"], session.Run("$plan | Invoke-XmrtRollback -Force").ErrorIds);
        session.Run("$done = " + RollBack + "-Force").Succeeded();
        Deploy(project, "mining-proxy", "newest");

        Assert.Equal(["RollbackOvertaken"], session.Run("$done | Undo-XmrtRollback -Force").ErrorIds);
        Assert.Equal("newest", project.SourceOf("mining-proxy"));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_replaced_unless_told()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Keep(project, session, "mining-proxy");
        Break(project, "mining-proxy");
        using IDisposable fault = project.Faults.While(
            Fault.Status(404), $"/v1/projects/{project.Platform.Project.Ref}/functions/mining-proxy/body");

        Assert.Equal(["FunctionNotSavable"], session.Run(RollBack + "-Force").ErrorIds);
        Assert.Equal("broken", project.SourceOf("mining-proxy"));
        RollbackResult done = Assert.Single(session.Run(RollBack + "-WithoutSave -Force").Succeeded().Of<RollbackResult>());
        Assert.Equal(RollbackOutcome.Done, done.Outcome);
        fault.Dispose();
        Assert.Equal(["FunctionNotKept"], session.Run("Undo-XmrtRollback -Force").ErrorIds);
    }

    /// <summary>Keeps what is deployed, after calls that succeeded.</summary>
    internal static void Keep(FunctionProject project, PwshSession session, string name)
    {
        for (int i = 0; i < 3; i++)
        {
            project.Called(name, 200, 20);
        }

        Assert.True(Assert.Single(session.Run($"Save-XmrtFunction {name}").Succeeded().Of<SavedFunction>()).WasHealthy);
    }

    /// <summary>Deploys a version that does not start, with the check of tokens turned on.</summary>
    internal static void Break(FunctionProject project, string name)
    {
        Deploy(project, name, "broken", verifyJwt: true);
        project.Platform.Functions.SetBehaviour(name, EdgeFunctionBehaviour.FailsToBoot);
    }

    internal static void Deploy(FunctionProject project, string name, string source, bool? verifyJwt = null)
    {
        string path = project.Platform.Functions.Find(name)!.EntrypointPath;
        project.Platform.Functions.Deploy(
            name, [new EdgeFunctionFile(path, System.Text.Encoding.UTF8.GetBytes(source))], path, verifyJwt);
    }
}
