using XmrtOps.Database.Indexing;
using XmrtOps.Frontend;
using XmrtOps.Functions;
using XmrtOps.Health;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Logs;
using XmrtOps.Projects;
using XmrtOps.Sandbox.Scenarios;
using XmrtOps.Sandboxes;

namespace XmrtOps.Integration.Tests.Rehearsals;

/// <summary>Each scenario is told from the others by one or two commands, and leaves nothing behind.</summary>
public sealed class ScenarioTests(RehearsalSandbox sandbox, SandboxServer server) : IClassFixture<RehearsalSandbox>
{
    private const string Symptoms = "$health = Get-XmrtHealth Frontend, Database, SupabaseProject, VercelProject; $project = Get-XmrtProject; ";

    [Theory]
    [InlineData("FrontendBuildFailed", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Degraded", "LatestBuildFailed")]
    [InlineData("FrontendFunctionTimeout", "Frontend Unhealthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("ProjectPaused", "Frontend Unhealthy, Database Unhealthy, SupabaseProject Unhealthy, VercelProject Healthy", "SupabaseProjectPaused")]
    [InlineData("DatabaseUnreachable", "Frontend Unhealthy, Database Unhealthy, SupabaseProject Unhealthy, VercelProject Healthy", "ServiceUnhealthy")]
    [InlineData("FunctionMissingSecret", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("FunctionTypeError", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("BadDeployment", "Frontend Unhealthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("BadFunction", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("BadMigration", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    [InlineData("MissingIndex", "Frontend Healthy, Database Healthy, SupabaseProject Healthy, VercelProject Healthy", "")]
    public void A_scenario_shows_where_it_should_and_is_gone_at_its_end(string name, string healths, string findings)
    {
        using PwshSession session = sandbox.Connect();

        XmrtScenario started = Assert.Single(session.Run($"Invoke-XmrtScenario {name}").Succeeded().Of<XmrtScenario>());
        session.Run(Symptoms).Succeeded();
        IReadOnlyList<HealthCheck> health = session.Run("$health").Of<HealthCheck>();
        ProjectOverview project = Assert.Single(session.Run("$project").Of<ProjectOverview>());
        XmrtScenario ended = Assert.Single(session.Run(started.EndCommand!).Succeeded().Of<XmrtScenario>());

        Assert.Equal((name, "UnderWay", "practice", sandbox.Sandbox.Name), (started.Name, started.State, started.Connection, started.Sandbox));
        Assert.Null(started.Solution);
        Assert.Equal(
            healths,
            string.Join(", ", health.OrderBy(check => Enum.Parse<HealthComponent>(check.Component)).Select(check => $"{check.Component} {check.Status}")));
        Assert.Equal(findings, string.Join(' ', project.Findings.Select(finding => finding.Code)));
        Assert.Equal(("Ended", false), (ended.State, ended.WasSolved));
        Assert.NotNull(ended.Solution);
        session.Run(Symptoms).Succeeded();
        Assert.All(session.Run("$health").Of<HealthCheck>(), check => Assert.Equal(HealthStatus.Healthy, check.Status));
        Assert.Empty(Assert.Single(session.Run("$project").Of<ProjectOverview>()).Findings);
    }

    [Fact]
    public void A_paused_project_and_a_closed_database_say_so_themselves()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario ProjectPaused").Succeeded();
        Assert.Equal(["ProjectPaused"], session.Run("Get-XmrtLog Database").ErrorIds);
        session.Run("$null = Invoke-XmrtScenario -End; $null = Invoke-XmrtScenario DatabaseUnreachable").Succeeded();
        // The connection that was kept open is lost first; what comes after it is refused.
        session.Run("Get-XmrtDatabase");
        IReadOnlyList<string> closed = session.Run("Get-XmrtDatabase").ErrorIds;
        IReadOnlyList<LogEntry> log = session.Run("Get-XmrtLog Database -Level Error -Since 5m -Text accepting").Succeeded().Of<LogEntry>();
        session.Run("$null = Invoke-XmrtScenario -End").Succeeded();

        Assert.Equal(["DatabaseClosed"], closed);
        Assert.NotEmpty(log);
        Assert.All(log, line => Assert.Equal("55000", line.Attributes["parsed.sql_state_code"]));
        session.Run("$null = Get-XmrtDatabase").Succeeded();
    }

    [Fact]
    public void A_function_timeout_is_Vercels_and_began_with_a_deployment()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario FrontendFunctionTimeout").Succeeded();
        HealthCheck frontend = Assert.Single(session.Run("Get-XmrtHealth Frontend").Succeeded().Of<HealthCheck>());
        IReadOnlyList<LogEntry> log = session.Run("Get-XmrtLog Frontend -Status 504 -Since 5m").Succeeded().Of<LogEntry>();
        session.Run("$null = Invoke-XmrtScenario -End").Succeeded();

        Assert.Contains("FUNCTION_INVOCATION_TIMEOUT", frontend.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(log);
    }

    [Theory]
    [InlineData("FrontendBuildFailed", "Deployment")]
    [InlineData("FrontendFunctionTimeout", "Http")]
    [InlineData("ProjectPaused", "Http, Health, Database")]
    [InlineData("DatabaseUnreachable", "Http, Health, Database")]
    public void The_way_to_the_site_breaks_where_the_scenario_breaks_it(string name, string failed)
    {
        using PwshSession session = sandbox.Connect();

        session.Run($"$null = Invoke-XmrtScenario {name}").Succeeded();
        IReadOnlyList<FrontendTestResult> results = session.Run("Test-XmrtFrontend").Succeeded().Of<FrontendTestResult>();
        session.Run("$null = Invoke-XmrtScenario -End").Succeeded();

        Assert.Equal(failed, string.Join(", ", results.Where(result => result.Passed == false).Select(result => result.Test)));
        Assert.Equal([true], session.Run("Test-XmrtFrontend -Quiet").Succeeded().Of<bool>());
    }

    [Fact]
    public void A_build_that_failed_shows_its_line()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario FrontendBuildFailed").Succeeded();
        DeploymentLogLine line = Assert.Single(
            session.Run("Get-XmrtDeploymentLog (Get-XmrtProject).Vercel.LatestBuildId | Where-Object IsFailure").Of<DeploymentLogLine>());
        session.Run("$null = Invoke-XmrtScenario -End").Succeeded();

        Assert.Contains("@/lib/eliza-client", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_rehearsing_mend_themselves_counts_as_solved()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario FrontendFunctionTimeout").Succeeded();
        session.Run(
            "$null = @(Get-XmrtDeployment -Target Production | Where-Object IsRollbackCandidate)[0] | Start-XmrtDeployment -Promote -Force").Succeeded();
        XmrtScenario timeout = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());
        session.Run("$null = Invoke-XmrtScenario FunctionMissingSecret").Succeeded();
        bool isListed = session.Run("Get-XmrtSecret").Succeeded().Of<ProjectSecret>().Any(secret => secret.Name == "OPENROUTER_API_KEY");
        sandbox.Sandbox.StandIns.Supabase.Secrets.Set("OPENROUTER_API_KEY", "another");
        XmrtScenario secret = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());

        Assert.True(timeout.WasSolved);
        Assert.False(isListed);
        Assert.True(secret.WasSolved);
    }

    [Theory]
    [InlineData("FunctionMissingSecret", "openrouter-chat", "OPENROUTER_API_KEY is not configured")]
    [InlineData("FunctionTypeError", "task-orchestrator", "TypeError")]
    public void A_function_that_fails_is_the_top_error_with_its_reason(string name, string function, string reason)
    {
        using PwshSession session = sandbox.Connect();

        session.Run($"$null = Invoke-XmrtScenario {name}").Succeeded();
        IReadOnlyList<TopError> errors = session.Run("Get-XmrtTopError -Since 5m").Succeeded().Of<TopError>();
        IReadOnlyList<LogEntry> log = session.Run($"Get-XmrtLog Function {function} -Since 5m -Level Error").Succeeded().Of<LogEntry>();
        session.Run("$null = Invoke-XmrtScenario -End").Succeeded();

        Assert.Contains(errors, error => error.Function == function);
        Assert.Contains(log, line => line.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_index_is_found_built_and_then_counts_as_solved()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario MissingIndex").Succeeded();
        IReadOnlyList<IndexProposal> proposals = session.Run(
            "$found = Get-XmrtSlowQuery -OrderBy TotalTime -First 1 | Get-XmrtQueryPlan | Find-XmrtMissingIndex; $found").Of<IndexProposal>();
        IndexProposal proposal = Assert.Single(proposals, one => one.Table == "webhook_logs");
        session.Run("$null = $found | Where-Object Table -eq webhook_logs | New-XmrtIndex -Force").Succeeded();
        XmrtScenario ended = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());

        Assert.Equal("status", proposal.Columns![0]);
        Assert.True(ended.WasSolved);
    }

    [Fact]
    public async Task Only_a_sandbox_of_this_process_is_ever_broken()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password).Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        session.Run("$null = Connect-Xmrt $url -Name mine").Succeeded();

        Assert.Equal(["NotASandbox"], session.Run("Invoke-XmrtScenario DatabaseUnreachable").ErrorIds);
        Assert.Equal(["NotASandbox"], session.Run("Invoke-XmrtScenario -End").ErrorIds);
        Assert.Equal(["UnknownConnection"], session.Run("Invoke-XmrtScenario MissingIndex -Connection nowhere").ErrorIds);
        session.Run("$null = Get-XmrtDatabase").Succeeded();
    }

    [Fact]
    public void One_at_a_time_by_name_and_only_for_real()
    {
        using PwshSession session = sandbox.Connect();

        Assert.Equal(["UnknownScenario"], session.Run("Invoke-XmrtScenario Fire").ErrorIds);
        Assert.Equal(["NoScenario"], session.Run("Invoke-XmrtScenario -End").ErrorIds);
        Assert.Empty(session.Run("Invoke-XmrtScenario ProjectPaused -WhatIf").Succeeded().Output);
        Assert.Null(sandbox.Sandbox.Rehearsal.Current);
        XmrtScenario first = Assert.Single(
            session.Run("Invoke-XmrtScenario functionmissingsecret -ShowSolution").Succeeded().Of<XmrtScenario>());
        Assert.Contains("OPENROUTER_API_KEY", first.Solution, StringComparison.Ordinal);
        Assert.Equal(["ScenarioUnderWay"], session.Run("Invoke-XmrtScenario ProjectPaused").ErrorIds);
        PwshResult end = session.Run($"Get-XmrtSandbox {sandbox.Sandbox.Name} | Invoke-XmrtScenario -End").Succeeded();
        Assert.Equal("Ended", Assert.Single(end.Of<XmrtScenario>()).State);
        Assert.All(end.ScreenLines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public void They_are_listed_without_their_solutions_and_completed()
    {
        using PwshSession session = new();

        IReadOnlyList<XmrtScenario> listed = session.Run("Invoke-XmrtScenario -List").Succeeded().Of<XmrtScenario>();
        IReadOnlyList<string> completed = session.Run(
            "(TabExpansion2 'Invoke-XmrtScenario front' 25).CompletionMatches.CompletionText").Succeeded().Of<string>();

        Assert.Equal(SandboxRehearsal.All.Select(scenario => scenario.Name), listed.Select(scenario => scenario.Name));
        Assert.All(listed, scenario => Assert.Null(scenario.Solution));
        Assert.Equal(["FrontendBuildFailed", "FrontendFunctionTimeout"], completed);
    }
}
