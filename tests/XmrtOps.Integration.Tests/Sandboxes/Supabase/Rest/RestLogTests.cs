using System.Security;
using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Logs;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>What a session of the module sees of the REST service's calls.</summary>
public sealed class RestLogTests(SandboxServer server) : IAsyncLifetime
{
    private PlatformLog? _log;
    private RestProject? _project;

    private RestProject Project => _project!;

    public async ValueTask InitializeAsync()
    {
        _project = await RestProject.StartAsync(server);
        _log = server.Sandbox.StandIns.OpenLog($"log_{Guid.NewGuid():N}");
        await _log.CreateAsync(TestContext.Current.CancellationToken);
        LogRoutes.Map(Project.StandIn.Platform, _log);
        Project.StandIn.Platform.Limiter.IsEnabled = false;
    }

    public async ValueTask DisposeAsync()
    {
        await Project.DisposeAsync();
        await _log!.DisposeAsync();
    }

    [Fact]
    public async Task Refused_and_throttled_calls_are_found_by_their_cause()
    {
        await Project.AnonAsync("GET", "memory_contexts?limit=1");
        await Project.AskAsync("GET", "memory_contexts", null, Project.AnonKey, Project.Sign(("role", "anon"), ("exp", 1)));
        await Project.AskAsync("GET", "memory_contexts", null, "stale", Project.AnonKey);
        await Project.AnonAsync("POST", "conversation_sessions", new { session_key = "x" });
        Project.StandIn.Platform.Address.Faults.Next(2, Fault.Status(429), "/rest/");
        await Project.AnonAsync("GET", "memory_contexts", null, ("X-Forwarded-For", "203.0.113.9"));
        await Project.AnonAsync("GET", "memory_contexts", null, ("X-Forwarded-For", "203.0.113.9"));
        using PwshSession session = Connect();

        IReadOnlyList<AuthFailure> failures = session.Run("Get-XmrtAuthFailure").Succeeded().Of<AuthFailure>();
        IReadOnlyList<ThrottledRequest> throttled = session.Run("Get-XmrtThrottledRequest").Of<ThrottledRequest>();
        IReadOnlyList<LogEntry> lines = session.Run("Get-XmrtLog Api -Since 1h").Succeeded().Of<LogEntry>();

        Assert.Equal(
            "KeyNotAccepted /rest/v1/memory_contexts 1, PolicyDenied  1, TokenExpired /rest/v1/memory_contexts 1, "
            + "Unknown /rest/v1/conversation_sessions 1",
            string.Join(", ", failures.Select(one => $"{one.Cause} {one.Endpoint} {one.Failures}").Order(StringComparer.Ordinal)));
        Assert.Equal(("Api", 2L, "203.0.113.9"), throttled
            .Where(one => one.Source == "edge_logs").Select(one => ($"{one.Origin}", one.Requests, one.Identifier)).Single());
        Assert.Equal(6, lines.Count);
    }

    private PwshSession Connect()
    {
        PwshSession session = new(120);
        SecureString token = new();
        foreach (char letter in Project.StandIn.Platform.Identity.SupabaseToken) token.AppendChar(letter);
        session.Set("token", token);
        session.Set("api", Project.StandIn.Platform.Api.BaseAddress);
        session.Set("project", Project.StandIn.Platform.Identity.ProjectRef);
        session.Run("$null = Connect-Xmrt -Name rest -SupabaseApiUrl $api -ProjectRef $project -SupabaseToken $token").Succeeded();
        return session;
    }
}
