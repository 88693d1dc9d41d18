using System.Security.Cryptography;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The key was rotated everywhere but in what is running: the build has the old one in its pages.</summary>
internal sealed class KeyRotatedWithoutRedeploy : SandboxScenario
{
    private const string NewKey = "key";
    private const int Calls = 8;

    public override string Name => nameof(KeyRotatedWithoutRedeploy);

    public override string Symptom =>
        "\"We rotated the keys as the runbook says, and set the new one in Vercel. Since then the site gets 401 for everything.\"";

    public override string Hint => "The variable is right. What do the pages send?";

    public override string Solution =>
        "The gateway does not take the key that the pages send (Get-XmrtAuthFailure: KeyNotAccepted). The frontend's variable is the "
        + "new, good one, but was set after the running build, which has the old one: Compare-XmrtEnvironment shows PendingRedeploy. "
        + "Build again: Start-XmrtDeployment.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        LegacyFrontend.Ensure(stage);
        var key = stage.Supabase.ApiKeys.Create(
            "publishable", $"web_{RandomNumberGenerator.GetHexString(8, lowercase: true)}", description: null, role: null);
        stage.Kept[NewKey] = key.Id;
        stage.Site.SetVariableEarlier(FrontendRoutes.KeyVariable, key.Value, TimeSpan.Zero);
        stage.Supabase.ApiKeys.AreLegacyEnabled = false;
        await LegacyFrontend.VisitAsync(stage.Complain("203.0.113.44"), Calls, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var isSolved = LegacyFrontend.HasGoodKey(stage);
        stage.Supabase.ApiKeys.AreLegacyEnabled = true;
        if (!isSolved && stage.Kept.GetValueOrDefault(NewKey) is string id)
        {
            // Back to before the rotation: the variable is older than the build again.
            stage.Deploy(FrontendRoutes.KeyVariable, stage.Identity.AnonKey, "Environment: the key as it was", ScenarioTimes.MendedAgo);
            stage.Supabase.ApiKeys.Delete(id);
        }

        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(LegacyFrontend.HasGoodKey(stage));
}
