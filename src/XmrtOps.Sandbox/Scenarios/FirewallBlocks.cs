namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A rule of Vercel's firewall refuses an office.</summary>
internal sealed class FirewallBlocks : SandboxScenario
{
    private const string Range = "198.51.100.0/24";
    private const string Office = "198.51.100.23";
    private const int Visits = 12;

    public override string Name => nameof(FirewallBlocks);

    public override string Symptom =>
        "\"In the office (198.51.100.23) the site answers 429, Too Many Requests, at the first click. At home it works.\"";

    public override string Hint => "Who answers 429: the application, Auth, a function, or what stands before all of them?";

    public override string Solution =>
        "Vercel's firewall refuses before the site is asked (Get-XmrtThrottledRequest: Firewall; Test-XmrtFrontend from elsewhere "
        + "passes): a rule of it counts all of the office as one visitor. Let the office's address through, with an end: "
        + "Add-XmrtFirewallBypass 198.51.100.23 -Note '…' -Ttl 7d.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        // Of a rehearsal before.
        stage.Site.Firewall.Remove(domain: null, Office);
        stage.Site.Firewall.Remove(domain: null, Range);
        stage.Site.Firewall.Limit(Range);
        var visitor = stage.Complain(Office);
        for (var visit = 0; visit < Visits; visit++) await visitor.VisitAsync("/", cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Site.Firewall.Unlimit(Range);
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(!stage.Site.Firewall.Stops(Office));
}
