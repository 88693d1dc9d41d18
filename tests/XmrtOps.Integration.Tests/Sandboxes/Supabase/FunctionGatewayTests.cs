using System.Text;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>The project's own address: what the gateway refuses, and how functions fail.</summary>
public sealed class FunctionGatewayTests : IAsyncDisposable
{
    private const string Path = "/functions/v1/system-status";

    private readonly SupabaseStandIn _supabase = new();

    public ValueTask DisposeAsync() => _supabase.DisposeAsync();

    [Theory]
    [InlineData(EdgeFunctionBehaviour.Answers, 200, null)]
    [InlineData(EdgeFunctionBehaviour.AnswersError, 500, null)]
    [InlineData(EdgeFunctionBehaviour.AnswersUnauthorized, 401, null)]
    [InlineData(EdgeFunctionBehaviour.Throws, 500, "WORKER_ERROR")]
    [InlineData(EdgeFunctionBehaviour.FailsToBoot, 503, "BOOT_ERROR")]
    [InlineData(EdgeFunctionBehaviour.ExceedsResources, 546, "WORKER_LIMIT")]
    [InlineData(EdgeFunctionBehaviour.CallsItself, 429, "RATE_LIMIT_EXCEEDED")]
    [InlineData(EdgeFunctionBehaviour.HasNoBundle, 404, "NOT_FOUND_FUNCTION_BLOB")]
    public async Task Only_the_platforms_own_errors_carry_a_code(EdgeFunctionBehaviour behaviour, int status, string? code)
    {
        _supabase.Platform.Functions.SetBehaviour("system-status", behaviour);
        SupabaseStandIn.Answer answer = await _supabase.CallAsync("POST", Path);

        Assert.Equal((status, code), (answer.Status, answer.Headers.GetValueOrDefault("sb-error-code")));
        if (code is not null) Assert.Equal(code, (string?)answer.Json["code"]);
    }

    [Fact]
    public async Task A_function_that_does_not_answer_is_given_up()
    {
        _supabase.Platform.Functions.SetBehaviour("system-status", EdgeFunctionBehaviour.TimesOut);
        _supabase.Platform.Functions.IdleTimeout = TimeSpan.FromSeconds(3);
        Task<SupabaseStandIn.Answer> calling = _supabase.CallAsync("POST", Path);
        while (!calling.IsCompleted)
        {
            _supabase.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        SupabaseStandIn.Answer answer = await calling;
        Assert.Equal((504, "IDLE_TIMEOUT"), (answer.Status, answer.Headers["sb-error-code"]));
        Assert.Contains("(3s)", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_the_functions_own_error()
    {
        int before = (await _supabase.CallAsync("POST", "/functions/v1/lovable-chat")).Status;
        _supabase.Platform.Secrets.Remove("LOVABLE_API_KEY");
        SupabaseStandIn.Answer after = await _supabase.CallAsync("POST", "/functions/v1/lovable-chat");

        Assert.Equal((200, 500, "LOVABLE_API_KEY is not configured"), (before, after.Status, (string?)after.Json["error"]));
        Assert.False(after.Headers.ContainsKey("sb-error-code"));
    }

    [Fact]
    public async Task A_token_is_checked_where_the_function_wants_that()
    {
        _supabase.Platform.Functions.SetVerifyJwt("system-status", true);
        SandboxSigner sign = new(_supabase);

        Assert.Equal("UNAUTHORIZED_NO_AUTH_HEADER", await CodeAsync(null));
        Assert.Equal("UNAUTHORIZED_INVALID_JWT_FORMAT", await CodeAsync(_supabase.Platform.Identity.PublishableKey));
        Assert.Equal("UNAUTHORIZED_INVALID_JWT_FORMAT", await CodeAsync("a.b.c"));
        Assert.Equal("UNAUTHORIZED_LEGACY_JWT", await CodeAsync(sign.Expired));
        Assert.Equal("UNAUTHORIZED_LEGACY_JWT", await CodeAsync(sign.Good[..^4] + "AAAA"));
        Assert.Equal("UNAUTHORIZED_ASYMMETRIC_JWT", await CodeAsync(SandboxSigner.WithAlgorithm("ES256")));
        Assert.Equal("UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM", await CodeAsync(SandboxSigner.WithAlgorithm("none")));
        Assert.Null(await CodeAsync(sign.Good));
        Assert.Null(await CodeAsync(_supabase.Platform.Identity.AnonKey));
        Assert.Equal(200, (await _supabase.CallAsync("OPTIONS", Path)).Status);
        _supabase.Platform.Functions.AnswersOlderErrors = true;
        Assert.Equal("""{"code":401,"message":"Missing authorization header"}""", (await _supabase.CallAsync("POST", Path)).Text);
    }

    [Fact]
    public async Task Each_call_is_logged_by_the_gateway_and_by_the_function()
    {
        HeardLog log = new();
        _supabase.Platform.Log = log;
        await _supabase.CallAsync("POST", Path, null, ("Authorization", "Bearer x"), ("apikey", "sb_secret_abcdefghijklmnop"));
        _supabase.Platform.Functions.SetBehaviour("system-status", EdgeFunctionBehaviour.FailsToBoot);
        await _supabase.CallAsync("POST", Path);

        PlatformLogEntry first = log.Entries.First(e => e.Source == "function_edge_logs");
        Assert.Equal("200", first.Attributes["response.status_code"]);
        Assert.Equal(Path, first.Attributes["request.pathname"]);
        Assert.Equal($"{EdgeFunction.IdOf("system-status")}", first.Attributes["function_id"]);
        Assert.Equal("true", first.Attributes["request.sb.jwt.authorization.invalid"]);
        Assert.Equal(("sb_secret_abcdef", "invalid"), (
            first.Attributes["request.sb.apikey.apikey.prefix"], first.Attributes["request.sb.apikey.apikey.error"]));
        PlatformLogEntry boot = log.Entries.Last(e => e.Source == "function_logs");
        Assert.Equal("ERROR", boot.Severity);
        Assert.Contains("boot error", boot.Message, StringComparison.Ordinal);
        Assert.Equal(boot.Attributes["execution_id"], log.Entries.Last().Attributes["execution_id"]);
    }

    [Fact]
    public async Task The_gateway_wants_a_key_of_the_project()
    {
        string secret = _supabase.Platform.Identity.SecretKey;

        Assert.Equal("No API key found in request", await MessageAsync());
        Assert.Equal("Invalid API key", await MessageAsync(("apikey", "nonsense")));
        Assert.StartsWith("Forbidden use", await MessageAsync(("apikey", secret), ("User-Agent", "Mozilla/5.0 (PowerShell)")), StringComparison.Ordinal);
        Assert.Null(await MessageAsync(("apikey", secret), ("User-Agent", "XmrtOps/1")));
        Assert.Equal(200, (await _supabase.CallAsync("GET", $"/auth/v1/settings?apikey={_supabase.Platform.Identity.AnonKey}")).Status);
        Assert.Equal("[]", (await _supabase.CallAsync("GET", "/auth/v1/.well-known/jwks.json")).Json["keys"]!.ToJsonString());
    }

    [Fact]
    public async Task Metrics_need_the_service_role_and_their_counters_grow_with_the_load()
    {
        int refused = (await MetricsAsync(_supabase.Platform.Identity.AnonKey)).Status;
        string before = (await MetricsAsync(_supabase.Platform.Identity.ServiceRoleKey)).Text;
        _supabase.Platform.Machine.CpuLoad = 0.9;
        _supabase.Clock.Advance(TimeSpan.FromSeconds(100));
        string after = (await MetricsAsync(_supabase.Platform.Identity.ServiceRoleKey)).Text;

        Assert.Equal(401, refused);
        Assert.Equal(10, Idle(after) - Idle(before), 0.001);
        Assert.Contains("pg_up{", after, StringComparison.Ordinal);
    }

    private static double Idle(string metrics) => double.Parse(
        metrics.Split('\n').Single(line => line.Contains("cpu=\"0\",mode=\"idle\"", StringComparison.Ordinal)).Split(' ')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private Task<SupabaseStandIn.Answer> MetricsAsync(string key)
    {
        string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"service_role:{key}"));
        return _supabase.CallAsync("GET", "/customer/v1/privileged/metrics", null, ("Authorization", $"Basic {credentials}"));
    }

    private async Task<string?> CodeAsync(string? token)
    {
        SupabaseStandIn.Answer answer = token is null
            ? await _supabase.CallAsync("POST", Path)
            : await _supabase.CallAsync("POST", Path, null, ("Authorization", $"Bearer {token}"));
        Assert.Equal(answer.Headers.ContainsKey("sb-error-code") ? 401 : 200, answer.Status);
        return answer.Headers.GetValueOrDefault("sb-error-code");
    }

    private async Task<string?> MessageAsync(params (string, string)[] headers)
    {
        SupabaseStandIn.Answer answer = await _supabase.CallAsync("GET", "/auth/v1/health", null, headers);
        return answer.Status == 401 ? answer.Message : null;
    }

    /// <summary>Tokens of users.</summary>
    private sealed class SandboxSigner(SupabaseStandIn supabase)
    {
        public string Good => Sign(TimeSpan.FromHours(1));

        public string Expired => Sign(TimeSpan.FromHours(-1));

        public static string WithAlgorithm(string algorithm) =>
            $"{Encoded($$"""{"alg":"{{algorithm}}"}""")}.{Encoded("""{"role":"service_role"}""")}.AAAA";

        private static string Encoded(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

        private string Sign(TimeSpan lasts) => supabase.Platform.Identity.Sign(new Dictionary<string, object?>
        {
            ["role"] = "authenticated",
            ["exp"] = supabase.Clock.GetUtcNow().Add(lasts).ToUnixTimeSeconds(),
        });
    }

    private sealed class HeardLog : IPlatformLog
    {
        public List<PlatformLogEntry> Entries { get; } = [];

        public void Write(PlatformLogEntry entry) => Entries.Add(entry);
    }
}
