using System.Text;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Supabase;
using Answer = XmrtOps.Integration.Tests.Sandboxes.Supabase.SupabaseStandIn.Answer;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>Who is let in: keys at the gateway, tokens behind it, and what the database thinks of their roles.</summary>
public sealed class RestCallerTests(SandboxServer server) : IAsyncLifetime
{
    private const string Table = "memory_contexts?limit=1";

    private RestProject? _project;

    private RestProject Project => _project!;

    private SupabasePlatform Platform => Project.StandIn.Platform;

    public async ValueTask InitializeAsync() => _project = await RestProject.StartAsync(server);

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    [Fact]
    public async Task The_gateway_wants_a_key_before_the_service_is_asked()
    {
        SandboxIdentity identity = Platform.Identity;
        Answer none = await Project.StandIn.CallAsync("GET", "/rest/v1/" + Table, null, ("Authorization", $"Bearer {identity.AnonKey}"));
        Answer wrong = await Project.AskAsync("GET", Table, null, "nonsense", identity.AnonKey);
        Answer stale = await Project.AskAsync("GET", Table, null, new SandboxIdentity(DateTimeOffset.UtcNow).AnonKey, identity.AnonKey);
        Platform.ApiKeys.AreLegacyEnabled = false;
        Answer disabled = await Project.AnonAsync("GET", Table);
        Answer publishable = await Project.AskAsync("GET", Table, null, identity.PublishableKey, identity.PublishableKey);
        Answer secret = await Project.StandIn.CallAsync("GET", "/rest/v1/conversation_sessions?limit=1", null, ("apikey", identity.SecretKey));
        Answer browser = await Project.StandIn.CallAsync("GET", "/rest/v1/" + Table, null, ("apikey", identity.SecretKey), ("User-Agent", "Mozilla/5.0"));

        Assert.Equal((401, "No API key found in request"), (none.Status, none.Message));
        Assert.Equal((401, "Invalid API key"), (wrong.Status, wrong.Message));
        Assert.Equal((401, "Invalid API key"), (stale.Status, stale.Message));
        Assert.Equal((401, "Legacy API keys are disabled"), (disabled.Status, disabled.Message));
        Assert.Equal((200, 1), (publishable.Status, publishable.Json.AsArray().Count));
        Assert.Equal((200, 1), (secret.Status, secret.Json.AsArray().Count));
        Assert.Equal(401, browser.Status);
        Assert.All([none, wrong, stale, disabled, publishable], answer => Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_told_by_code_and_message()
    {
        long now = Project.StandIn.Clock.GetUtcNow().ToUnixTimeSeconds();
        string good = Project.UserToken;
        await RefusedAsync("PGRST303", "JWT expired", Project.Sign(("role", "authenticated"), ("exp", now - 31)));
        await RefusedAsync("PGRST303", "JWT not yet valid", Project.Sign(("nbf", now + 100)));
        await RefusedAsync("PGRST303", "JWT issued at future", Project.Sign(("iat", now + 100)));
        await RefusedAsync("PGRST303", "The JWT 'exp' claim must be a number", Project.Sign(("exp", "soon")));
        await RefusedAsync("PGRST301", "No suitable key or wrong key type", new SandboxIdentity(DateTimeOffset.UtcNow).AnonKey);
        await RefusedAsync("PGRST301", "No suitable key or wrong key type", good[..^4] + "AAAA");
        await RefusedAsync("PGRST301", "No suitable key or wrong key type", Forge("""{"alg":"ES256"}""", "{}"));
        await RefusedAsync("PGRST301", "Wrong or unsupported encoding algorithm", Forge("""{"alg":"none"}""", """{"role":"service_role"}"""));
        await RefusedAsync("PGRST301", "Expected 3 parts in JWT; got 1", Platform.Identity.PublishableKey);
        await RefusedAsync("PGRST301", "Expected 3 parts in JWT; got 4", good + ".x");
        await RefusedAsync("PGRST301", "Empty JWT is sent in Authorization header", "");
        await RefusedAsync("PGRST301", "JWT couldn't be decoded", "a.b.c");
        await RefusedAsync("PGRST301", "JWT couldn't be decoded", Forge("""{"alg":"HS256","alg":"HS256"}""", "{}"));
        await RefusedAsync("PGRST301", "JWT couldn't be decoded", Forge("""{"alg":"\ud800"}""", "{}"));
        Assert.Equal(200, (await AskAsync(Project.Sign(("role", "authenticated"), ("exp", now - 29)))).Status);
        Platform.Rest.AnswersOlderErrors = true;
        await RefusedAsync("PGRST301", "JWT expired", Project.Sign(("exp", now - 31)));
    }

    [Fact]
    public async Task Without_a_token_one_is_anonymous_or_nobody()
    {
        Answer anonymous = await Project.StandIn.CallAsync("GET", "/rest/v1/" + Table, null, ("apikey", Project.AnonKey));
        Answer basic = await Project.StandIn.CallAsync("GET", "/rest/v1/" + Table, null, ("apikey", Project.ServiceKey), ("Authorization", "Basic eDp5"));
        Platform.Rest.AnonymousRole = null;
        Answer nobody = await Project.StandIn.CallAsync("GET", "/rest/v1/" + Table, null, ("apikey", Project.AnonKey));

        Assert.Equal((200, 200), (anonymous.Status, basic.Status));
        Assert.Equal((401, "PGRST302", "Anonymous access is disabled", "Bearer"), (
            nobody.Status, nobody.Code, nobody.Message, nobody.Headers["WWW-Authenticate"]));
    }

    [Fact]
    public async Task A_role_that_is_not_there_or_not_allowed_is_refused_by_the_database()
    {
        Answer unknown = await AskAsync(Project.Sign(("role", "nobody")));
        Answer superuser = await AskAsync(Project.Sign(("role", "postgres")));
        Answer hostile = await AskAsync(Project.Sign(("role", "anon\"; DROP TABLE x; --")));
        Answer number = await AskAsync(Project.Sign(("role", 7)));

        Assert.Equal((401, "22023", "role \"nobody\" does not exist"), (unknown.Status, unknown.Code, unknown.Message));
        Assert.Equal((403, "42501", "permission denied to set role \"postgres\""), (superuser.Status, superuser.Code, superuser.Message));
        Assert.Equal((401, "22023"), (hostile.Status, hostile.Code));
        Assert.Equal((401, "22023"), (number.Status, number.Code));
    }

    [Fact]
    public async Task After_a_rotation_what_the_old_key_signed_is_good_until_that_is_revoked()
    {
        string old = Project.UserToken;
        await Project.StandIn.AskAsync("POST", "/config/auth/signing-keys", new { algorithm = "ES256", status = "in_use" });
        string fresh = Platform.SigningKeys.Sign(new Dictionary<string, object?> { ["role"] = "authenticated", ["sub"] = RestProject.User });
        int before = (await AskAsync(old)).Status;
        Answer withNew = await AskAsync(fresh);
        string legacy = (string)(await Project.StandIn.AskAsync("GET", "/config/auth/signing-keys")).Json["keys"]!.AsArray()
            .Single(key => (string?)key!["algorithm"] == "HS256")!["id"]!;
        await Project.StandIn.AskAsync("PATCH", $"/config/auth/signing-keys/{legacy}", new { status = "revoked" });
        string publishable = Platform.Identity.PublishableKey;

        Assert.Equal((200, 200), (before, withNew.Status));
        Assert.Contains("\"alg\":\"ES256\"", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(fresh.Split('.')[0])), StringComparison.Ordinal);
        Assert.Equal("Invalid API key", (await Project.AnonAsync("GET", Table)).Message);
        Assert.Equal("PGRST301", (await Project.AskAsync("GET", Table, null, publishable, old)).Code);
        Assert.Equal(200, (await Project.AskAsync("GET", Table, null, publishable, fresh)).Status);
    }

    [Fact]
    public async Task A_browser_may_ask_first()
    {
        Answer preflight = await Project.StandIn.CallAsync(
            "OPTIONS", "/rest/v1/things", null, ("Origin", "https://example.com"), ("Access-Control-Request-Headers", "apikey, authorization"));

        Assert.Equal((200, "*", "apikey, authorization"), (
            preflight.Status, preflight.Headers["Access-Control-Allow-Origin"], preflight.Headers["Access-Control-Allow-Headers"]));
    }

    [Fact]
    public async Task Every_call_is_in_the_gateways_log_and_no_secret_in_any()
    {
        await Project.AnonAsync("GET", "memory_contexts?select=id&limit=1", null, ("X-Forwarded-For", "203.0.113.9"));
        await Project.StandIn.CallAsync("GET", $"/rest/v1/{Table}&apikey=nonsense");
        await Project.AskAsync("GET", Table, null, Platform.Identity.PublishableKey, Project.Sign(("role", "anon"), ("exp", 1)));
        await Project.AnonAsync("POST", "conversation_sessions", "{}");
        var edge = Project.Log.Entries.Where(entry => entry.Source == "edge_logs").ToArray();

        Assert.Equal(["200", "401", "401", "401"], edge.Select(entry => entry.Attributes["response.status_code"]));
        Assert.Equal(("/rest/v1/memory_contexts", "?select=id&limit=1", "203.0.113.9"), (
            edge[0].Attributes["request.path"], edge[0].Attributes["request.search"], edge[0].Attributes["request.headers.cf_connecting_ip"]));
        Assert.Equal(("true", "HS256", "anon"), (
            edge[2].Attributes["request.sb.jwt.authorization.invalid"],
            edge[2].Attributes["request.sb.jwt.authorization.payload.algorithm"],
            edge[2].Attributes["request.sb.jwt.authorization.payload.role"]));
        Assert.Equal("42501", Project.Log.Entries.Single(entry => entry.Source == "postgres_logs").Attributes["parsed.sql_state_code"]);
        Assert.Contains(Project.Log.Entries, entry => entry.Source == "postgrest_logs" && entry.Message.StartsWith("Schema cache loaded", StringComparison.Ordinal));
        string all = string.Join('\n', Project.Log.Entries.Select(entry => $"{entry.Message} {string.Join(' ', entry.Attributes.Values)}"));
        Assert.DoesNotContain(Project.AnonKey, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Platform.Identity.PublishableKey, all, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", all, StringComparison.Ordinal);
    }

    private static string Forge(string header, string payload) =>
        $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.AAAA";

    private Task<Answer> AskAsync(string token) => Project.AskAsync("GET", Table, null, Project.AnonKey, token);

    private async Task RefusedAsync(string code, string message, string token)
    {
        Answer answer = await AskAsync(token);
        Assert.Equal((401, code, message), (answer.Status, answer.Code, answer.Message));
        Assert.StartsWith("Bearer error=\"invalid_token\", error_description=\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
