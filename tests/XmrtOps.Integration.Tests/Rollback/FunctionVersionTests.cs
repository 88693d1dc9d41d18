using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.EdgeFunctions;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Which version of a function is gone back to, and what of it comes back.</summary>
public sealed class FunctionVersionTests(SandboxServer server)
{
    private const string RollBack = "Invoke-XmrtRollback -Function mining-proxy ";

    [Fact]
    public async Task A_plan_says_what_where_from_where_to_how_and_for_which_state()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        FunctionRollbackTests.Keep(project, session, "mining-proxy");
        int good = project.Platform.Functions.Find("mining-proxy")!.Version;
        FunctionRollbackTests.Break(project, "mining-proxy");

        FunctionRollbackPlan[] plans = [.. session.Run(
            "New-XmrtRollbackPlan -Function mining-proxy; New-XmrtRollbackPlan -Function mining-proxy").Succeeded().Of<FunctionRollbackPlan>()];
        FunctionRollbackTests.Deploy(project, "mining-proxy", "another");
        FunctionRollbackPlan later = Assert.Single(session.Run("New-XmrtRollbackPlan -Function mining-proxy").Succeeded().Of<FunctionRollbackPlan>());

        FunctionRollbackPlan plan = plans[0];
        Assert.Equal((RollbackTarget.Function, "mining-proxy", $"mining-proxy {good + 1}", $"mining-proxy {good}"), (plan.Target, plan.Name, plan.From, plan.To));
        RollbackStep step = Assert.Single(plan.Steps);
        Assert.StartsWith($"deploy version {good}, deployed ", step.Action, StringComparison.Ordinal);
        Assert.Contains("what is deployed now is kept before", step.Changes);
        Assert.Contains($"version {good}, deployed", Assert.IsType<string>(plan.Evidence["mining-proxy"]), StringComparison.Ordinal);
        Assert.Equal((true, 0.0, "Undo-XmrtRollback -Connection p"), (plan.EstimatedDurationSeconds > 0, plan.EstimatedInterruptionSeconds, plan.Undo));
        Assert.Empty(plan.Refusals);
        Assert.Equal(plan.StateHash, plans[1].StateHash);
        Assert.NotEqual(plan.StateHash, later.StateHash);
    }

    [Fact]
    public async Task WhatIf_shows_the_plan_and_neither_sends_nor_keeps_nor_journals_anything()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        FunctionRollbackTests.Keep(project, session, "mining-proxy");
        FunctionRollbackTests.Break(project, "mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;

        PwshResult result = session.Run(RollBack + "-WhatIf").Succeeded();

        Assert.Single(result.Of<FunctionRollbackPlan>());
        Assert.Contains("What if: ", result.Screen, StringComparison.Ordinal);
        Assert.Equal((version, "broken"), (project.Platform.Functions.Find("mining-proxy")!.Version, project.SourceOf("mining-proxy")));
        Assert.Single(session.Run("Get-XmrtFunction mining-proxy -Saved").Succeeded().Of<SavedFunction>());
        Assert.DoesNotContain(project.Platform.Api.Journal.Requests, request => request.Method is "POST" or "PATCH" or "PUT" or "DELETE");
        Assert.DoesNotContain(
            session.Run("Get-XmrtJournal Invoke-XmrtRollback -All").Succeeded().Of<JournalEntry>(),
            entry => entry.Parameters.GetValueOrDefault("RollbackSystem") == project.Platform.Project.Ref);
    }

    [Fact]
    public async Task A_newer_version_that_was_not_recorded_healthy_is_passed_over()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        FunctionRollbackTests.Keep(project, session, "mining-proxy");
        string good = project.SourceOf("mining-proxy");
        FunctionRollbackTests.Deploy(project, "mining-proxy", "failing");
        for (int i = 0; i < 3; i++)
        {
            project.Called("mining-proxy", 500, 20);
        }

        SavedFunction failing = Assert.Single(session.Run("Save-XmrtFunction mining-proxy").Succeeded().Of<SavedFunction>());
        FunctionRollbackTests.Break(project, "mining-proxy");

        session.Run(RollBack + "-Force").Succeeded();

        Assert.NotEqual(true, failing.WasHealthy);
        Assert.Equal(good, project.SourceOf("mining-proxy"));
    }

    [Fact]
    public async Task The_import_map_comes_back_also_where_no_file_was_changed()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        EdgeFunctions functions = project.Platform.Functions;
        string map = "supabase/functions/import_map.json";
        functions.Put(functions.Find("mining-proxy")! with { ImportMapPath = map });
        FunctionRollbackTests.Keep(project, session, "mining-proxy");
        EdgeFunction good = functions.Find("mining-proxy")!;
        functions.Put(good with { ImportMapPath = null, Version = good.Version + 1, UpdatedAt = DateTimeOffset.UtcNow });

        PwshResult result = session.Run(RollBack + $"-Version {good.Version} -Force").Succeeded();

        Assert.Equal(RollbackOutcome.Done, Assert.Single(result.Of<RollbackResult>()).Outcome);
        Assert.Equal((map, good.Version + 2), (functions.Find("mining-proxy")!.ImportMapPath, functions.Find("mining-proxy")!.Version));
        Assert.Equal(
            RollbackOutcome.NothingToDo,
            Assert.Single(session.Run(RollBack + $"-Version {good.Version} -Force").Succeeded().Of<RollbackResult>()).Outcome);
    }

    [Fact]
    public async Task Secrets_stay_as_they_are_and_neither_value_nor_digest_is_told()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        FunctionRollbackTests.Keep(project, session, "mining-proxy");
        FunctionRollbackTests.Break(project, "mining-proxy");
        project.Platform.Secrets.Set("MINER_WALLET_ADDRESS", "canary-value");
        string[] before = [.. project.Platform.Secrets.Digests().Select(secret => $"{secret.Name} {secret.Digest}").Order(StringComparer.Ordinal)];

        PwshResult result = session.Run(RollBack + "-Force -Verbose").Succeeded();
        IReadOnlyList<JournalEntry> journal = session.Run("Get-XmrtJournal *-XmrtRollback -All").Succeeded().Of<JournalEntry>();

        Assert.Equal(before, project.Platform.Secrets.Digests().Select(secret => $"{secret.Name} {secret.Digest}").Order(StringComparer.Ordinal));
        string said = string.Join(
            ' ',
            [
                result.Screen, Assert.Single(result.Of<RollbackResult>()).ToString(), .. result.Verbose, .. result.Warnings,
                .. journal.SelectMany(entry => entry.Parameters.Values.Append(entry.Summary).Append(entry.Result).Append(entry.Undo)),
            ]);
        Assert.Contains("Secrets are not restored", said.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", said, StringComparison.Ordinal);
        Assert.All(
            project.Platform.Secrets.Digests(), secret => Assert.DoesNotContain(secret.Digest[..16], said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_plans_made_at_once_one_is_carried_out()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession first = project.Connect();
        using PwshSession second = project.Connect();
        FunctionRollbackTests.Keep(project, first, "mining-proxy");
        string good = project.SourceOf("mining-proxy");
        FunctionRollbackTests.Break(project, "mining-proxy");
        Assert.Empty(first.Run("$plan = New-XmrtRollbackPlan -Function mining-proxy").Succeeded().Warnings);
        Assert.Empty(second.Run("$plan = New-XmrtRollbackPlan -Function mining-proxy").Succeeded().Warnings);

        first.Run("$plan | Invoke-XmrtRollback -Force").Succeeded();
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;

        Assert.Equal(["RollbackPlanStale"], second.Run("$plan | Invoke-XmrtRollback -Force").ErrorIds);
        Assert.Equal((good, version), (project.SourceOf("mining-proxy"), project.Platform.Functions.Find("mining-proxy")!.Version));
    }
}
