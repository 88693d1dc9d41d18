using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A deployment is live whose functions crash: it is to be rolled back.</summary>
internal sealed class BadDeployment : SandboxScenario
{
    private const int Visits = 6;
    private const string WasAutomatic = "auto-assign";

    public override string Name => nameof(BadDeployment);

    public override string Symptom => "\"Since the release a minute ago every page says: A server error has occurred.\"";

    public override string Hint => "Nothing has to be understood at once. What was current before, and what would going back to it lose?";

    public override string Solution =>
        "The newest production deployment crashes (500 FUNCTION_INVOCATION_FAILED; Test-XmrtFrontend). Look at the plan, and go back: "
        + "Invoke-XmrtRollback -Frontend -WhatIf, then without -WhatIf. Later builds do not go live until one is promoted; "
        + "Undo-XmrtRollback leads to the broken one again.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Kept[WasAutomatic] = stage.Site.AutoAssignsDomains;
        stage.Site.SetAutoAssign(true);
        stage.Site.PushEarlier("Read agents by the native driver", ScenarioTimes.Ago, VercelBehaviour.FunctionFails);
        await stage.VisitAsync("/", Visits, cancellation).ConfigureAwait(false);
        await stage.VisitAsync("/api/health", Visits, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var wasAutomatic = !stage.Kept.TryGetValue(WasAutomatic, out var kept) || kept is true;
        if (!IsSolved(stage))
        {
            stage.Site.SetAutoAssign(true);
            stage.Site.PushEarlier("Revert \"Read agents by the native driver\"", ScenarioTimes.MendedAgo);
        }

        _ = stage.Site.Production;
        stage.Site.SetAutoAssign(wasAutomatic);
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Site.Production is { Behaviour: VercelBehaviour.Works };
}
