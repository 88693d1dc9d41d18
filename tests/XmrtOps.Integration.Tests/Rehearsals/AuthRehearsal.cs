using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using XmrtOps.Authentication;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Scenarios;
using XmrtOps.Sandboxes;

namespace XmrtOps.Integration.Tests.Rehearsals;

/// <summary>One scenario, played through: a console that is connected, the browser of who complains, and the hands of whoever
/// is at the platforms' dashboards.</summary>
internal sealed partial class AuthRehearsal : IDisposable
{
    private readonly RunningSandbox _sandbox;
    private readonly HttpClient _client = new();

    private AuthRehearsal(RehearsalSandbox sandbox, string name)
    {
        _sandbox = sandbox.Sandbox;
        Session = sandbox.Connect();
        Started = Assert.Single(Session.Run($"Invoke-XmrtScenario {name}").Succeeded().Of<XmrtScenario>());
        Session.Set("since", Started.StartedAt!.Value);
    }

    public PwshSession Session { get; }

    public XmrtScenario Started { get; }

    /// <summary>The browser of who complains.</summary>
    public SiteVisitor Visitor => _sandbox.Rehearsal.Stage!.Complaining!;

    public IReadOnlyList<AuthFailure> Failures => Of<AuthFailure>("Get-XmrtAuthFailure $since -All");

    public IReadOnlyList<ThrottledRequest> Throttled => Of<ThrottledRequest>("Get-XmrtThrottledRequest $since -All");

    /// <summary>What the places hold that is not as it should be; what is unreadable by design is no news.</summary>
    public IReadOnlyList<EnvironmentComparison> Wrong =>
    [
        .. Of<EnvironmentComparison>("Compare-XmrtEnvironment")
            .Where(one => one.State is not (EnvironmentState.Equal or EnvironmentState.CannotCompare)),
    ];

    public static AuthRehearsal Start(RehearsalSandbox sandbox, string name) => new(sandbox, name);

    public IReadOnlyList<T> Of<T>(string command) => Session.Run(command).Succeeded().Of<T>();

    /// <summary>Ends it; whether it had been solved.</summary>
    public bool? End() => Assert.Single(Of<XmrtScenario>("Invoke-XmrtScenario -End")).WasSolved;

    /// <summary>Sends what the remedy's Invoke-RestMethod would: the hosted engine of the tests has no such command.</summary>
    public async Task InvokeAsync(string remedy)
    {
        Match command = RestMethod().Match(remedy);
        Assert.True(command.Success, remedy);
        using HttpRequestMessage request = new(HttpMethod.Patch, command.Groups["url"].Value)
        {
            Content = new StringContent(command.Groups["body"].Value, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _sandbox.Identity.SupabaseToken);
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }

    /// <summary>Does what `vercel env rm` and `vercel env add` do, and answers the prompt for the value.</summary>
    public async Task SetVariableAsync(string name, string value)
    {
        SandboxIdentity identity = _sandbox.Identity;
        JsonObject body = new() { ["key"] = name, ["value"] = value, ["type"] = "encrypted", ["target"] = new JsonArray("production", "preview") };
        using HttpRequestMessage request = new(
            HttpMethod.Post,
            new Uri(_sandbox.VercelApiUrl, $"v10/projects/{identity.VercelProjectId}/env?upsert=true&teamId={identity.VercelTeamId}"))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", identity.VercelToken);
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>All that the commands of chapter 2 and 4 say, in one line.</summary>
    public string Diagnosis()
    {
        IEnumerable<string> found =
        [
            .. Failures.Select(failure => $"{failure.Cause} {failure.Function ?? failure.Table ?? failure.Source}"),
            .. Throttled.Where(request => request.IsMeasured).Select(request => $"{request.Origin} {request.Setting}"),
            .. Wrong.Select(one => $"{one.Holder} {one.Variable} {one.State}"),
            .. Of<AuthSetting>("Get-XmrtAuthSetting").Where(one => one.State == AuthSettingState.Different).Select(one => $"{one.Setting} {one.State}"),
            .. Of<PolicyTestResult>(
                    "Test-XmrtPolicy agents anon -Action Select; Test-XmrtPolicy memory_contexts anon -Action Insert -AllowTriggers")
                .Where(one => one.Outcome != PolicyOutcome.Allowed)
                .Select(one => $"{one.Table} {one.Action} {one.Outcome}"),
        ];
        return string.Join(", ", found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        if (_sandbox.Rehearsal.Current is not null)
        {
            Session.Run("Invoke-XmrtScenario -End");
        }

        _client.Dispose();
        Session.Dispose();
    }

    [GeneratedRegex("^Invoke-RestMethod -Method Patch '(?<url>[^']+)' .* -Body '(?<body>.*)'$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RestMethod();
}
