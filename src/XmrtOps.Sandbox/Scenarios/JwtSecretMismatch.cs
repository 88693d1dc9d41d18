using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The site signs visitors' tokens with the secret of another project.</summary>
internal sealed class JwtSecretMismatch : SandboxScenario
{
    private const string Variable = VisitorSession.SecretVariable;
    private const int Calls = 6;

    public override string Name => nameof(JwtSecretMismatch);

    public override string Symptom =>
        "\"Visitors without an account get nothing since the deployment: 401, no suitable key or wrong key type. Who signs in with an account is fine.\"";

    public override string Hint => "Who made the token that is refused, and with what?";

    public override string Solution =>
        "The tokens that the site makes for visitors are refused for their signature (Get-XmrtAuthFailure: SignatureMismatch; "
        + "Test-XmrtJwt with the project's secret), and have not expired. Compare-XmrtEnvironment shows why: the frontend's "
        + $"{Variable} is not the project's; it was copied from another one. Set it to the project's secret and build again.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Deploy(
            Variable, new SandboxIdentity(DateTimeOffset.UtcNow).JwtSecret, "Environment: the variables of staging", ScenarioTimes.Ago);
        var visitor = stage.Complain("203.0.113.42");
        await visitor.TakeVisitorTokenAsync(cancellation).ConfigureAwait(false);
        for (var call = 0; call < Calls; call++)
        {
            await visitor.AskWhoAsync(cancellation).ConfigureAwait(false);
            await visitor.ReadAsync("agents", cancellation).ConfigureAwait(false);
        }
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage))
        {
            stage.Deploy(Variable, stage.Identity.JwtSecret, "Environment: the project's own secret", ScenarioTimes.MendedAgo);
        }

        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Deployed(Variable) == stage.Identity.JwtSecret;
}
