using System.Globalization;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>Auth sends no more mails: its own limit is too low for the users there are.</summary>
internal sealed class AuthRateLimited : SandboxScenario
{
    private const string Setting = "rate_limit_email_sent";
    private const int Lowered = 2;
    private const int Calls = 9;

    public override string Name => nameof(AuthRateLimited);

    public override string Symptom =>
        "\"Nobody gets a code to sign in with any more. The page says 429, email rate limit exceeded. Our own rate limits were never touched.\"";

    public override string Hint => "Who answers 429? The application counts in a table; who counts elsewhere?";

    public override string Solution =>
        "Auth refuses by a limit of its own (Get-XmrtThrottledRequest: Auth, rate_limit_email_sent 2, at /otp): two mails an hour, as "
        + "without a mail server of one's own. The application's table has nothing to do with it, and clearing it changes nothing. "
        + "The record's command raises the setting.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Kept[Setting] = stage.Supabase.AuthConfig[Setting]!.GetValue<int>();
        stage.Supabase.AuthConfig[Setting] = Lowered;
        var visitor = stage.Complain("203.0.113.48");
        for (var call = 0; call < Calls; call++)
        {
            var email = string.Create(CultureInfo.InvariantCulture, $"user{call}@example.com");
            await visitor.RequestCodeAsync(email, cancellation).ConfigureAwait(false);
        }
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage) && stage.Kept.GetValueOrDefault(Setting) is int before) stage.Supabase.AuthConfig[Setting] = before;
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Supabase.AuthConfig[Setting]!.GetValue<int>() >= Calls;
}
