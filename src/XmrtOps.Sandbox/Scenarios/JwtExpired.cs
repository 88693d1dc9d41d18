namespace XmrtOps.Sandbox.Scenarios;

/// <summary>Access tokens are valid for a minute only, and are over before browsers renew them.</summary>
internal sealed class JwtExpired : SandboxScenario
{
    private const string Setting = "jwt_exp";
    private const int Lowered = 60;
    private const int Usual = 3600;
    private const int Calls = 6;

    public override string Name => nameof(JwtExpired);

    public override string Symptom =>
        "\"A minute after I have signed in everything fails: 401 in the console, JWT expired. Reloading helps for another minute.\"";

    public override string Hint => "Whose tokens are refused, and why? How long should they be valid for?";

    public override string Solution =>
        "Tokens are refused because their time is over (Get-XmrtAuthFailure: TokenExpired at Auth and REST), and that time is one "
        + "minute: Get-XmrtAuthSetting shows JwtExpirySeconds 60 beside the runbook's 3600. Somebody pushed a config.toml that was "
        + "meant for a test. Its remedy sets it back; signed-in users get a longer token with the next renewal. A single user with "
        + "an expired token would only have to sign in again.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Kept[Setting] = stage.Supabase.AuthConfig[Setting]!.GetValue<int>();
        stage.Supabase.AuthConfig[Setting] = Lowered;
        var visitor = stage.Complain("203.0.113.41");
        await visitor.SignInAsync("user1@example.com", DateTimeOffset.UtcNow.AddMinutes(-10), cancellation).ConfigureAwait(false);
        for (var call = 0; call < Calls; call++)
        {
            await visitor.AskWhoAsync(cancellation).ConfigureAwait(false);
            await visitor.ReadAsync("agents", cancellation).ConfigureAwait(false);
        }
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage) && stage.Kept.GetValueOrDefault(Setting) is int before) stage.Supabase.AuthConfig[Setting] = before;
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Supabase.AuthConfig[Setting]!.GetValue<int>() >= Usual;
}
