using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A deployment is live whose functions run into their time limit.</summary>
internal sealed class FrontendFunctionTimeout : SandboxScenario
{
    private const int Visits = 6;
    private const string WasAutomatic = "auto-assign";

    public override string Name => nameof(FrontendFunctionTimeout);

    public override string Symptom => "\"The page loads for ages and then shows 504: GATEWAY_TIMEOUT.\"";

    public override string Hint => "Who answers 504: the platform, or what is behind it? Since when?";

    public override string Solution =>
        "Vercel says FUNCTION_INVOCATION_TIMEOUT: the functions of the newest production deployment run into their limit, and the "
        + "database is well (Test-XmrtFrontend, Get-XmrtLog -Source Frontend -Status 5xx). It began with that deployment "
        + "(Get-XmrtDeployment): go back to the one before (Invoke-XmrtRollback -Frontend), then mend it at leisure.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Kept[WasAutomatic] = stage.Site.AutoAssignsDomains;
        stage.Site.SetAutoAssign(true);
        stage.Site.PushEarlier("Load all agents before the first paint", ScenarioTimes.Ago, VercelBehaviour.FunctionTimesOut);
        await stage.VisitAsync("/", Visits, cancellation).ConfigureAwait(false);
        await stage.VisitAsync("/api/health", Visits, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var wasAutomatic = !stage.Kept.TryGetValue(WasAutomatic, out var kept) || kept is true;
        if (!IsSolved(stage))
        {
            stage.Site.SetAutoAssign(true);
            stage.Site.PushEarlier("Revert \"Load all agents before the first paint\"", ScenarioTimes.MendedAgo);
        }

        _ = stage.Site.Production;
        stage.Site.SetAutoAssign(wasAutomatic);
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Site.Production is { Behaviour: VercelBehaviour.Works };
}
