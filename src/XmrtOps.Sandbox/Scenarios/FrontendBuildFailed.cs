using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A push to main does not build: production stays as it was.</summary>
internal sealed class FrontendBuildFailed : SandboxScenario
{
    public override string Name => nameof(FrontendBuildFailed);

    public override string Symptom =>
        "\"The new chat panel was merged an hour ago, and the site still shows the old one.\"";

    public override string Hint => "The site answers. Compare what is in production with what was pushed last.";

    public override string Solution =>
        "The build of the newest commit failed: a file imports '@/lib/eliza-client', which is not there. A failed build never "
        + "replaces production, so there is nothing to roll back: mend the import, push, and watch the build "
        + "(Get-XmrtDeployment, Get-XmrtDeploymentLog, Start-XmrtDeployment).";

    internal override Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Site.FailNextBuild(VercelBuildFailure.MissingModule);
        stage.Site.PushEarlier("Chat: a panel for the agents", ScenarioTimes.Ago);
        return Task.CompletedTask;
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage)) stage.Site.PushEarlier("Add the client that the chat imports", ScenarioTimes.MendedAgo);
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) =>
        stage.Site.Deployments.FirstOrDefault(deployment => deployment.Target == "production") is { Failure: null };
}
