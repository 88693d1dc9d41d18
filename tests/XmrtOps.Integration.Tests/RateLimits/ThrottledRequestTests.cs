using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.RateLimits;

/// <summary>Get-XmrtThrottledRequest over the logs of both platforms.</summary>
public sealed class ThrottledRequestTests(SandboxServer server)
{
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Each_429_is_told_by_who_refused_it_and_by_its_setting()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        string chat = EdgeFunction.IdOf("ai-chat").ToString();
        foreach (int minutes in (int[])[1, 2, 3])
        {
            stand.Supabase.Write(Now.AddMinutes(-minutes), "function_edge_logs", "POST | 429", ("function_id", chat),
                ("response.status_code", "429"), ("request.pathname", "/functions/v1/ai-chat"), ("execution_id", $"e-{minutes}"));
        }

        stand.Supabase.Write(Now.AddMinutes(-1), "function_edge_logs", "POST | 429", ("function_id", chat),
            ("response.status_code", "429"), ("request.pathname", "/functions/v1/ai-chat"));
        Auth("/otp", "over_email_send_rate_limit: email rate limit exceeded", "203.0.113.7");
        Auth("/token", "over_request_rate_limit: Request rate limit reached", "203.0.113.7");
        stand.Supabase.Write(Now.AddMinutes(-1), "edge_logs", "GET | 429", ("response.status_code", "429"), ("request.path", "/rest/v1/x"));
        // The same request as Auth's own line, and others that were not refused.
        stand.Supabase.Write(Now.AddMinutes(-1), "edge_logs", "POST | 429", ("response.status_code", "429"), ("request.path", "/auth/v1/otp"));
        stand.Supabase.Write(Now.AddMinutes(-1), "edge_logs", "GET | 200", ("response.status_code", "200"), ("request.path", "/rest/v1/x"));
        stand.Supabase.Write(Now.AddMinutes(-90), "edge_logs", "GET | 429", ("response.status_code", "429"), ("request.path", "/rest/v1/old"));
        Visit("static", "/chat");
        Visit("serverless", "/api/chat");
        stand.Supabase.Platform.Network.Ban("198.51.100.9");
        using PwshSession session = stand.Connect();

        IReadOnlyList<ThrottledRequest> found = session.Run("Get-XmrtThrottledRequest").Succeeded().Of<ThrottledRequest>();

        Assert.Equal(8, found.Count);
        Assert.All(found, request => Assert.True(request is { IsMeasured: true, Connection: "stand" }));
        ThrottledRequest own = found[0];
        Assert.Equal((ThrottleOrigin.Application, 3L, "ai-chat", "rate_limits"), (own.Origin, own.Requests, own.Function, own.Setting));
        Assert.True(own.LastSeen - own.FirstSeen > TimeSpan.FromSeconds(110));
        Assert.Equal("ai-chat", Assert.Single(found, request => request.Origin == ThrottleOrigin.FunctionPlatform).Function);
        Assert.Equal("/rest/v1/x", Assert.Single(found, request => request.Origin == ThrottleOrigin.Api).Endpoint);
        Assert.Equal(
            [("rate_limit_email_sent", 30, "203.0.113.7"), ("rate_limit_token_refresh", 150, "203.0.113.7")],
            found.Where(request => request.Origin == ThrottleOrigin.Auth).Select(request => (request.Setting!, request.SettingValue!.Value, request.Identifier!)).Order());
        Assert.Equal("/chat", Assert.Single(found, request => request.Origin == ThrottleOrigin.Firewall).Endpoint);
        Assert.Single(found, request => request is { Origin: ThrottleOrigin.Application, Endpoint: "/api/chat" });
        ThrottledRequest ban = found[^1];
        Assert.Equal((ThrottleOrigin.NetworkBan, (long?)null, "198.51.100.9"), (ban.Origin, ban.Requests, ban.Identifier));
        Assert.Single(session.Run("Get-XmrtThrottledRequest -First 1").Succeeded().Of<ThrottledRequest>(), request => request.Requests is not null);
        Assert.Contains(session.Run("Get-XmrtThrottledRequest 3h").Of<ThrottledRequest>(), request => request.Endpoint == "/rest/v1/old");

        void Auth(string path, string error, string address) => stand.Supabase.Write(Now.AddMinutes(-1), "auth_logs", error,
            ("status", "429"), ("path", path), ("error", error), ("remote_addr", address));

        void Visit(string source, string path) => stand.Vercel.Project.Requests.Add(new VercelRequestLogRow
        {
            RequestId = $"fra1-{path}",
            Timestamp = Now.AddMinutes(-1),
            DeploymentId = stand.Vercel.Project.Production!.Id,
            Method = "GET",
            Path = path,
            StatusCode = 429,
            Environment = "production",
            Branch = "main",
            Domain = "xmrt.example.com",
            Source = source,
            Duration = TimeSpan.Zero,
        });
    }

    [Theory]
    [InlineData(true, false, "Firewall", "Vercel")]
    [InlineData(false, true, "Application Auth FunctionPlatform Api NetworkBan", "Supabase")]
    [InlineData(false, false, "Application Auth FunctionPlatform Api Firewall NetworkBan", "token")]
    public async Task What_has_no_token_is_not_measured_with_the_reason(bool hasSupabase, bool hasVercel, string origins, string reason)
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasSupabase, hasVercel, "de-DE");

        PwshResult result = session.Run("$found = Get-XmrtThrottledRequest; $found | Out-Host; $found").Succeeded();

        IReadOnlyList<ThrottledRequest> unknown = [.. result.Of<ThrottledRequest>().Where(request => !request.IsMeasured)];
        Assert.Equal(origins, string.Join(' ', unknown.Select(request => request.Origin)));
        Assert.All(unknown, request => Assert.Null(request.Requests));
        Assert.All(unknown, request => Assert.Contains(reason, request.Reason, StringComparison.Ordinal));
        Assert.Contains("NotMeasured", result.Screen, StringComparison.Ordinal);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task A_log_that_refuses_is_not_one_without_rows_and_the_limits_go_without_their_values()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        stand.Supabase.Write(Now.AddMinutes(-1), "auth_logs", "x", ("status", "429"), ("path", "/verify"), ("error", "over_request_rate_limit: x"));
        using PwshSession session = stand.Connect();

        using (stand.Supabase.StandIn.Faults.While(Fault.Status(403), $"/v1/projects/{stand.Supabase.Identity.ProjectRef}/config"))
        {
            PwshResult result = session.Run("Get-XmrtThrottledRequest").Succeeded();
            ThrottledRequest request = Assert.Single(result.Of<ThrottledRequest>());
            Assert.Equal(("rate_limit_verify", (int?)null), (request.Setting, request.SettingValue));
            Assert.Single(result.Warnings);
        }

        using (stand.Supabase.StandIn.Faults.While(Fault.Status(403), $"/v1/projects/{stand.Supabase.Identity.ProjectRef}/analytics"))
        {
            IReadOnlyList<ThrottledRequest> found = session.Run("Get-XmrtThrottledRequest").Succeeded().Of<ThrottledRequest>();
            Assert.Equal(4, found.Count(request => !request.IsMeasured));
        }

        Assert.Equal(["EmptyTimeRange"], session.Run("Get-XmrtThrottledRequest 1h -Until 2h").ErrorIds);
    }
}
