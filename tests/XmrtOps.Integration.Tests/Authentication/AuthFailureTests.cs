using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Get-XmrtAuthFailure over the platform's logs.</summary>
public sealed class AuthFailureTests(SandboxServer server)
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlY2FuYXJ5";

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task Each_401_and_403_is_grouped_by_its_cause()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        Function(("execution_id", "e-1"));
        Function(("execution_id", "e-2"), ("request.sb.jwt.authorization.payload.algorithm", "ES256"));
        Function(("request.sb.apikey.apikey.prefix", "sb_publishable_"));
        Function(("request.sb.jwt.authorization.payload.algorithm", "ES256"));
        Function(("request.sb.jwt.authorization.payload.algorithm", "HS256"), ("request.sb.jwt.authorization.invalid", "x"));
        Function();
        Auth(403, "bad_jwt: invalid JWT: token is expired");
        Auth(403, "bad_jwt: invalid JWT: signature is invalid");
        Auth(401, "no_authorization: This endpoint requires a Bearer token");
        Auth(403, "user_banned: User is banned");
        Auth(400, "invalid_credentials: Invalid login credentials");
        Write("edge_logs", "GET | 401", ("response.status_code", "401"), ("request.path", "/rest/v1/x"), ("request.headers.cf_connecting_ip", "203.0.113.7"));
        Write("edge_logs", "GET | 401", ("response.status_code", "401"), ("request.path", "/rest/v1/x"), ("request.headers.cf_connecting_ip", "203.0.113.8"));
        Write("edge_logs", "GET | 403", ("response.status_code", "403"), ("request.path", "/auth/v1/user"));
        Write("postgres_logs", "new row violates row-level security policy for table \"x\"", ("parsed.sql_state_code", "42501"), ("parsed.user_name", "anon"));
        Write("postgres_logs", "permission denied for table x", ("parsed.sql_state_code", "42501"), ("parsed.user_name", "authenticated"));
        Write("postgres_logs", "duplicate key", ("parsed.sql_state_code", "23505"), ("parsed.user_name", "anon"));
        using PwshSession session = stand.Connect(hasVercel: false);

        PwshResult result = session.Run("$found = Get-XmrtAuthFailure; $found | Out-Host; $found").Succeeded();
        IReadOnlyList<AuthFailure> found = result.Of<AuthFailure>();

        Assert.Equal(
            "FunctionCode 2 401, GrantMissing 1 , KeyKindNotAccepted 2 401, PolicyDenied 1 , SignatureMismatch 1 403, TokenExpired 1 403, "
            + "TokenInvalid 1 401, TokenMissing 1 401, TokenMissing 1 401, Unknown 2 401, UserBanned 1 403",
            string.Join(", ", found.Select(failure => $"{failure.Cause} {failure.Failures} {failure.Status}").Order(StringComparer.Ordinal)));
        Assert.All(found, failure => Assert.True(failure is { Connection: "stand", Reason.Length: > 0, Remedy.Length: > 0 }));
        Assert.Equal((2, "/rest/v1/x"), Rest(found));
        Assert.Equal(("anon", "42501"), (found.Single(f => f.Cause == AuthFailureCause.PolicyDenied).Role, found.Single(f => f.Cause == AuthFailureCause.PolicyDenied).Code));
        Assert.Equal("Get-XmrtLog Function ai-chat -Since 1h", found.Single(f => f.Cause == AuthFailureCause.FunctionCode).Remedy);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));

        static (int?, string?) Rest(IReadOnlyList<AuthFailure> all) =>
            all.Where(f => f.Source == "edge_logs").Select(f => (f.Addresses, f.Endpoint)).Single();

        void Function(params (string, string)[] more) => Write(
            "function_edge_logs", "POST | 401",
            [("function_id", EdgeFunction.IdOf("ai-chat").ToString()), ("response.status_code", "401"), ("request.pathname", "/functions/v1/ai-chat"), .. more]);

        void Auth(int status, string error) => Write(
            "auth_logs", error, ("status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("path", "/user"), ("error", error));

        void Write(string source, string message, params (string, string)[] attributes) =>
            stand.Supabase.Write(Now.AddMinutes(-1), source, message, attributes);
    }

    [Fact]
    public async Task What_the_gateway_logs_of_keys_and_tokens_tells_causes_apart()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        long now = Now.ToUnixTimeSeconds();
        Rest("401", ("request.sb.jwt.authorization.invalid", "true"), ("request.sb.jwt.authorization.payload.algorithm", "HS256"),
            ("request.sb.jwt.authorization.payload.expires_at", Text(now - 600)));
        Rest("401", ("request.sb.jwt.authorization.invalid", "true"), ("request.sb.jwt.authorization.payload.algorithm", "HS256"),
            ("request.sb.jwt.authorization.payload.expires_at", Text(now + 600)));
        Rest("401", ("request.sb.apikey.apikey.error", "invalid"), ("request.sb.jwt.authorization.payload.algorithm", "HS256"));
        Rest("403", ("request.sb.jwt.authorization.payload.algorithm", "HS256"), ("request.sb.jwt.authorization.payload.expires_at", Text(now + 600)));
        stand.Supabase.Write(Now.AddMinutes(-1), "postgres_logs", "new row violates row-level security policy for table \"Agent Notes\"",
            ("parsed.sql_state_code", "42501"), ("parsed.user_name", "authenticator"));
        stand.Supabase.Write(Now.AddMinutes(-1), "postgres_logs", "permission denied for table api_call_logs",
            ("parsed.sql_state_code", "42501"), ("parsed.user_name", "authenticator"));
        using PwshSession session = stand.Connect(hasVercel: false);

        Dictionary<AuthFailureCause, AuthFailure> found =
            session.Run("Get-XmrtAuthFailure").Succeeded().Of<AuthFailure>().ToDictionary(failure => failure.Cause);

        Assert.Equal(
            [
                AuthFailureCause.Unknown, AuthFailureCause.TokenExpired, AuthFailureCause.SignatureMismatch, AuthFailureCause.KeyNotAccepted,
                AuthFailureCause.PolicyDenied, AuthFailureCause.GrantMissing,
            ],
            found.Keys.Order());
        Assert.Equal("Compare-XmrtEnvironment", found[AuthFailureCause.KeyNotAccepted].Remedy);
        // A good key and a good token: the answer was the database's.
        Assert.Equal("Test-XmrtPolicy agents anon, authenticated", found[AuthFailureCause.Unknown].Remedy);
        Assert.Equal(
            ("Agent Notes", null, "Test-XmrtPolicy 'Agent Notes' anon, authenticated"),
            (found[AuthFailureCause.PolicyDenied].Table, found[AuthFailureCause.PolicyDenied].Role, found[AuthFailureCause.PolicyDenied].Remedy));
        Assert.Equal("api_call_logs", found[AuthFailureCause.GrantMissing].Table);

        void Rest(string status, params (string, string)[] more) => stand.Supabase.Write(
            Now.AddMinutes(-1), "edge_logs", $"GET | {status}", [("response.status_code", status), ("request.path", "/rest/v1/agents"), .. more]);

        static string Text(long seconds) => seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Faults_are_told_and_no_token_of_a_log_is_shown()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        stand.Supabase.Write(Now.AddMinutes(-1), "edge_logs", $"GET | 401 {Token}", ("response.status_code", "401"), ("request.path", $"/rest/v1/{Token}?apikey={Token}"));
        using PwshSession session = stand.Connect(hasVercel: false, culture: "de-DE");

        PwshResult result = session.Run("$found = Get-XmrtAuthFailure -Verbose; $found | Out-Host; $found").Succeeded();
        Assert.Contains("***", $"{result.Of<AuthFailure>()[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("c2lnbmF0dXJl", $"{result.Of<AuthFailure>()[0]}{string.Join(' ', result.Verbose)}{result.Screen}", StringComparison.Ordinal);
        using (stand.Supabase.StandIn.Faults.While(Fault.Status(403), $"/v1/projects/{stand.Supabase.Identity.ProjectRef}/analytics"))
        {
            IReadOnlyList<AuthFailure> unknown = session.Run("Get-XmrtAuthFailure").Succeeded().Of<AuthFailure>();
            Assert.Equal(
                ["function_edge_logs", "auth_logs", "edge_logs", "postgres_logs"], unknown.Select(one => one.Source));
            Assert.All(unknown, one => Assert.True(one is { IsMeasured: false, Failures: null, LastSeen: null, Reason.Length: > 0 }));
        }

        Assert.Equal(["EmptyTimeRange"], session.Run("Get-XmrtAuthFailure 1h -Until 2h").ErrorIds);
        using PwshSession without = stand.Connect(hasSupabase: false, hasVercel: false);
        PwshResult none = without.Run("$found = Get-XmrtAuthFailure; $found | Out-Host; $found").Succeeded();
        Assert.All(none.Of<AuthFailure>(), one => Assert.Contains("token", one.Reason, StringComparison.Ordinal));
        Assert.Contains("NotMeasured", none.Screen, StringComparison.Ordinal);
        Assert.All(none.ScreenLines, line => Assert.True(line.Length <= 80, line));
    }
}
