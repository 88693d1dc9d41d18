using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Without a token for any platform: the database's side is answered, and the rest is not measured, with the reason.</summary>
public sealed class AtHandTests(SandboxServer server)
{
    [Fact]
    public async Task The_database_is_asked_where_the_platforms_cannot_be()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            INSERT INTO public.edge_function_logs (function_name, event_type, status_code, "timestamp")
            SELECT 'at-hand', 'request', s, now() - interval '90 minutes' FROM unnest(ARRAY[401, 401, 403, 429, 200]) s;
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<AuthFailure> failures = session.Run("Get-XmrtAuthFailure 95m -Until 85m").Succeeded().Of<AuthFailure>();
        Assert.Equal(
            ["at-hand 401 2", "at-hand 403 1"],
            failures.Where(one => one.IsMeasured && one.Function == "at-hand").Select(one => $"{one.Function} {one.Status} {one.Failures}"));
        Assert.Equal(
            ["function_edge_logs", "auth_logs", "edge_logs", "postgres_logs"], failures.Where(one => !one.IsMeasured).Select(one => one.Source));
        Assert.All(failures.Where(one => !one.IsMeasured), one => Assert.NotEmpty(one.Reason));

        IReadOnlyList<ThrottledRequest> throttled = session.Run("Get-XmrtThrottledRequest 95m -Until 85m").Succeeded().Of<ThrottledRequest>();
        ThrottledRequest own = Assert.Single(throttled, one => one is { IsMeasured: true, Function: "at-hand" });
        Assert.Equal((ThrottleOrigin.Application, 1L, "Get-XmrtRateLimit"), (own.Origin, own.Requests, own.Remedy));
        Assert.Equal(
            "Application Auth FunctionPlatform Api Firewall NetworkBan",
            string.Join(' ', throttled.Where(one => !one.IsMeasured).Select(one => one.Origin)));

        Assert.All(
            session.Run("Get-XmrtAuthSetting").Succeeded().Of<AuthSetting>(),
            one => Assert.True(one is { State: AuthSettingState.NotMeasured, Hosted: null, Reason.Length: > 0 }));
        Assert.All(
            session.Run("Compare-XmrtEnvironment").Succeeded().Of<EnvironmentComparison>(),
            one => Assert.True(one is { State: EnvironmentState.NotMeasured, Reason.Length: > 0 }));
        Assert.NotEmpty(session.Run("Get-XmrtPolicy agents").Succeeded().Of<TablePolicies>());
        Assert.Equal(
            PolicyOutcome.Allowed,
            session.Run("Test-XmrtPolicy agents anon -Action Select").Succeeded().Of<PolicyTestResult>().Single().Outcome);
        session.Set("token", server.Sandbox.Identity.AnonKey);
        session.Run("$null = ConvertFrom-XmrtJwt $token; $null = Test-XmrtJwt $token").Succeeded();
        // These are the platform's alone.
        Assert.Equal(["NoVercelToken"], session.Run("Get-XmrtFirewallBypass").ErrorIds);
    }

    [Fact]
    public async Task A_role_that_sees_no_rows_makes_no_zero_of_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url -Name blind").Succeeded();

        AuthFailure failures = session.Run("Get-XmrtAuthFailure").Succeeded().Of<AuthFailure>()[^1];
        ThrottledRequest throttled = Assert.Single(
            session.Run("Get-XmrtThrottledRequest").Succeeded().Of<ThrottledRequest>(), one => one.Source == "public.edge_function_logs");

        Assert.Equal(("public.edge_function_logs", false, null), (failures.Source, failures.IsMeasured, failures.Failures));
        Assert.Contains("row level security hides", failures.Reason, StringComparison.Ordinal);
        Assert.Equal((false, (long?)null), (throttled.IsMeasured, throttled.Requests));
    }
}
