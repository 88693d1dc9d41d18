using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The legacy keys were disabled, and the frontend still has one.</summary>
internal sealed class AnonKeyStale : SandboxScenario
{
    private const int Calls = 8;

    public override string Name => nameof(AnonKeyStale);

    public override string Symptom =>
        "\"The page opens and stays empty, for everybody, signed in or not. The console is full of 401: Legacy API keys are disabled.\"";

    public override string Hint => "Who answers 401, and what does that one look at first? Compare who holds which key.";

    public override string Solution =>
        "The gateway does not take the key that the pages send (Get-XmrtAuthFailure: KeyNotAccepted), and the frontend's variable "
        + $"{FrontendRoutes.KeyVariable} still is that key: Compare-XmrtEnvironment shows it as Different, Get-XmrtAuthSetting "
        + "LegacyKeysEnabled False. Set the variable to the publishable key and build again; until then the legacy keys can be "
        + "enabled once more in the dashboard.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        LegacyFrontend.Ensure(stage);
        stage.Supabase.ApiKeys.AreLegacyEnabled = false;
        await LegacyFrontend.VisitAsync(stage.Complain("203.0.113.43"), Calls, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        // A frontend with the new key does well with both.
        stage.Supabase.ApiKeys.AreLegacyEnabled = true;
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(LegacyFrontend.HasGoodKey(stage));
}
