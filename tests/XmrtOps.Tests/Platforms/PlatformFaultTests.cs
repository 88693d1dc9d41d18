using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Tests.Platforms;

/// <summary>What a user is told when a platform does not do what it should.</summary>
public sealed class PlatformFaultTests : IAsyncDisposable
{
    private readonly Platform _platform = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Theory]
    [InlineData(400, """{"error":{"code":"bad_request","message":"Invalid id"}}""", "PlatformRefused", "bad_request")]
    [InlineData(401, """{"error":{"code":"unauthorized","message":"no"}}""", "Unauthorized", "unauthorized")]
    [InlineData(402, """{"error":{"code":"payment_required","message":"Upgrade"}}""", "PlanLacksFeature", "payment_required")]
    [InlineData(403, """{"error":{"code":"forbidden","message":"Not authorized","invalidToken":true}}""", "Unauthorized", "forbidden")]
    [InlineData(403, """{"error":{"code":"forbidden","message":"Not authorized"}}""", "Forbidden", "forbidden")]
    [InlineData(403, """{"error":{"code":"forbidden","saml":true,"teamId":"team_x"}}""", "Forbidden", "forbidden")]
    [InlineData(404, """{"error":{"code":"not_found","message":"gone"}}""", "NotFound", "not_found")]
    [InlineData(404, """{"err":{"code":"not_found","message":"gone"}}""", "NotFound", "not_found")]
    [InlineData(404, """{"code":"not_found","message":"gone"}""", "NotFound", "not_found")]
    [InlineData(404, "<html>not here</html>", "NotFound", null)]
    [InlineData(409, "", "PlatformConflict", null)]
    [InlineData(410, "{}", "NotFound", null)]
    [InlineData(418, "short and stout", "PlatformRefused", null)]
    [InlineData(500, "A server error has occurred", "PlatformUnavailable", null)]
    [InlineData(503, "null", "PlatformUnavailable", null)]
    [InlineData(504, "[]", "PlatformTimeout", null)]
    public async Task A_status_is_a_condition_with_code_and_request_id(int status, string body, string errorId, string? code)
    {
        _platform.Map("GET", "/v13/deployments/{id}", _ => StandInResponse.Text(status, "application/json", body));

        XmrtException fault = await FailsAsync(() => Vercel.GetDeploymentAsync("dpl_1", _platform.Notices, Cancellation));

        Assert.Equal((errorId, status, code), (fault.ErrorId, fault.Platform!.StatusCode, fault.Platform.Code));
        Assert.Equal(Platform.RequestId, fault.Platform.RequestId);
        Assert.EndsWith("v13/deployments/dpl_1?withGitRepoInfo=…&slug=…", fault.Platform.Url, StringComparison.Ordinal);
        Assert.Contains(Platform.RequestId, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_Vercel_what_is_not_found_may_be_of_another_team()
    {
        XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));

        Assert.Equal("NotFound", fault.ErrorId);
        Assert.Contains("teamId", fault.Remedy, StringComparison.Ordinal);
        Assert.Contains("slug", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"message":"Resource has been removed"}""", "ProjectRemoved")]
    [InlineData(400, """{"message":["services must be an array","x"]}""", "PlatformRefused")]
    [InlineData(401, """{"message":"JWT could not be decoded"}""", "Unauthorized")]
    [InlineData(402, """{"message":"restricted"}""", "PlanLacksFeature")]
    [InlineData(403, """{"message":"Forbidden resource"}""", "Forbidden")]
    [InlineData(404, """{"message":"Function not found"}""", "NotFound")]
    [InlineData(540, "", "ProjectPaused")]
    [InlineData(544, "", "PlatformTimeout")]
    public async Task The_management_api_has_one_form_of_its_own(int status, string body, string errorId)
    {
        _platform.Answer("GET", "/v1/projects/{ref}", """{"status":"ACTIVE_HEALTHY"}""");
        _platform.Answer("GET", "/v1/projects/{ref}/functions", body, status);

        XmrtException fault = await FailsAsync(() => Supabase.GetFunctionsAsync(_platform.Notices, Cancellation));

        Assert.Equal((errorId, status), (fault.ErrorId, fault.Platform!.StatusCode));
    }

    [Theory]
    [InlineData("INACTIVE", "ProjectPaused")]
    [InlineData("PAUSING", "ProjectPaused")]
    [InlineData("REMOVED", "ProjectRemoved")]
    [InlineData("SOMETHING_NEW", "PlatformRefused")]
    public async Task Of_a_paused_project_everything_fails_and_the_project_says_why(string status, string errorId)
    {
        _platform.Answer("GET", "/v1/projects/{ref}", $$"""{"status":"{{status}}"}""");
        _platform.Answer("GET", "/v1/projects/{ref}/functions", """{"message":"Failed to retrieve"}""", 400);

        XmrtException fault = await FailsAsync(() => Supabase.GetFunctionsAsync(_platform.Notices, Cancellation));

        Assert.Equal(errorId, fault.ErrorId);
    }

    [Theory]
    [InlineData(401, """{"code":"no_authorization","message":"x"}""", "Unauthorized", "no_authorization")]
    [InlineData(403, """{"code":"bad_jwt","message":"expired"}""", "Unauthorized", "bad_jwt")]
    [InlineData(403, """{"code":403,"error_code":"bad_jwt","msg":"expired"}""", "Unauthorized", "bad_jwt")]
    [InlineData(403, """{"code":"not_admin","message":"x"}""", "Forbidden", "not_admin")]
    [InlineData(404, """{"code":"user_not_found","message":"x"}""", "NotFound", "user_not_found")]
    [InlineData(422, """{"code":"weak_password","message":"x"}""", "PlatformRefused", "weak_password")]
    [InlineData(401, """{"message":"Invalid API key","hint":"x"}""", "Unauthorized", null)]
    public async Task Auth_has_codes_of_its_own(int status, string body, string errorId, string? code)
    {
        _platform.Answer("GET", "/auth/v1/admin/users/{id}", body, status);

        XmrtException fault = await FailsAsync(
            () => _platform.Connection.Auth.GetUserAsync(Guid.NewGuid(), _platform.Notices, Cancellation));

        Assert.Equal((errorId, code), (fault.ErrorId, fault.Platform!.Code));
    }

    [Theory]
    [InlineData("text/html", "<!doctype html><title>Sign in</title>", "HTML")]
    [InlineData("application/json", "", "empty")]
    [InlineData("application/json", "null", "JSON")]
    [InlineData("application/json", "[]", "form")]
    [InlineData("application/json", """{"id":"prj""", "JSON")]
    [InlineData("application/json", """{"id":{"x":1}}""", "$.id")]
    public async Task A_success_that_is_none_is_unreadable_and_not_repeated(string type, string body, string reason)
    {
        _platform.Map("GET", "/v9/projects/{id}", _ => StandInResponse.Text(200, type, body));

        XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));

        Assert.Equal("UnreadableAnswer", fault.ErrorId);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign in", fault.Message, StringComparison.Ordinal);
        Assert.Single(_platform.Requests);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        _platform.Answer("GET", "/v9/projects/{id}", "\uFEFF{\"id\":\"prj_1\"}");

        Assert.Equal("prj_1", (await Vercel.GetProjectAsync(_platform.Notices, Cancellation)).Id);
    }

    [Theory]
    [InlineData(FaultDamage.TruncateBody, "UnreadableAnswer")]
    [InlineData(FaultDamage.MalformedBody, "UnreadableAnswer")]
    [InlineData(FaultDamage.DropConnection, "PlatformUnreachable")]
    public async Task Damage_that_lasts_is_told_and_damage_that_passes_is_not(FaultDamage damage, string errorId)
    {
        _platform.Answer("GET", "/v9/projects/{id}", """{"id":"prj_1","name":"a name that is long enough to be cut"}""");
        Fault broken = new() { Damage = damage };
        using (_platform.Api.Faults.While(broken))
        {
            XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));
            Assert.Equal(errorId, fault.ErrorId);
        }

        _platform.Api.Faults.Next(1, damage == FaultDamage.MalformedBody ? Fault.Status(502) : broken);

        Assert.Equal("prj_1", (await Vercel.GetProjectAsync(_platform.Notices, Cancellation)).Id);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout()
    {
        await using Platform hasty = new(Platform.Hasty with { TryTimeout = TimeSpan.FromMilliseconds(50), MaxRetries = 1 });
        hasty.Api.Faults.Next(10, Fault.Delay(Timeout.InfiniteTimeSpan));

        XmrtException fault = await FailsAsync(() => hasty.Connection.Vercel.GetProjectAsync(hasty.Notices, Cancellation));

        Assert.Equal(("PlatformTimeout", 2), (fault.ErrorId, fault.Platform!.Tries));
    }

    [Fact]
    public async Task A_platform_where_nothing_listens_cannot_be_reached()
    {
        await _platform.Api.DisposeAsync();

        XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));

        Assert.Equal("PlatformUnreachable", fault.ErrorId);
        Assert.Contains("nothing listens there", fault.Message, StringComparison.Ordinal);
        Assert.Null(fault.Platform!.StatusCode);
    }

    [Fact]
    public async Task An_enormous_answer_is_not_read_to_its_end()
    {
        using PlatformHttp http = new(
            VercelClient.Endpoint(_platform.Api.BaseAddress, _ => { }, () => []), PlatformClients.CreateHandler(Platform.Hasty), TimeProvider.System);
        _platform.Answer("GET", "/v9/projects/{id}", $$"""{"id":"{{new string('x', 100_000)}}"}""");

        XmrtException fault = await FailsAsync(() => http.ReadAsync(
            PlatformRequest.Get("project", $"v9/projects/x") with { LongestAnswer = 10_000 },
            VercelJson.Default.VercelProject,
            _platform.Notices,
            Cancellation));

        Assert.Equal("UnreadableAnswer", fault.ErrorId);
        Assert.Contains("larger than", fault.Message, StringComparison.Ordinal);
        Assert.Single(_platform.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_token_stays()
    {
        await using HttpStandIn elsewhere = new(new StandInDialect());
        _platform.Api.Faults.Next(1, Fault.Status(302, ("Location", new Uri(elsewhere.BaseAddress, "/login").ToString())));

        XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));

        Assert.Equal("PlatformRedirected", fault.ErrorId);
        Assert.Empty(elsewhere.Journal.Requests);
    }

    [Fact]
    public async Task A_limit_is_told_with_the_moment_when_it_ends()
    {
        string end = DateTimeOffset.UtcNow.AddSeconds(600).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        _platform.Api.Faults.Next(1, Fault.Status(429, ("X-RateLimit-Reset", end)));

        XmrtException fault = await FailsAsync(() => Vercel.GetProjectAsync(_platform.Notices, Cancellation));

        Assert.Equal("RateLimited", fault.ErrorId);
        Assert.InRange((fault.Platform!.RetryAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, 540, 610);
        Assert.Single(_platform.Requests);
    }

    [Fact]
    public async Task Requests_name_us_and_the_command()
    {
        _platform.Answer("GET", "/v9/projects/{id}", "{}");

        await Vercel.GetProjectAsync(_platform.Notices, Cancellation);

        StandInRequest sent = Assert.Single(_platform.Requests);
        Assert.Matches(@"^XmrtOps/\d+\.\d+\.\d+ \(Test-XmrtNothing\)$", sent.Headers["User-Agent"]);
        Assert.Equal((_platform.Identity.VercelToken, "xmrt-sandbox"), (sent.BearerToken, sent.First("slug")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task A_name_that_would_lead_elsewhere_is_not_sent(string name)
    {
        XmrtException fault = await FailsAsync(() => Supabase.GetFunctionAsync(name, _platform.Notices, Cancellation));

        Assert.Equal("InvalidPathValue", fault.ErrorId);
        Assert.Empty(_platform.Requests);
    }

    [Fact]
    public async Task A_slash_in_a_name_is_a_character()
    {
        _platform.Map("GET", "/v1/projects/{ref}/functions/{slug}", request =>
            StandInResponse.Json(200, new { slug = request.Values["slug"] }));

        Assert.Equal("a/../b?c", (await Supabase.GetFunctionAsync("a/../b?c", _platform.Notices, Cancellation)).Slug);
    }

    private VercelClient Vercel => _platform.Connection.Vercel;

    private SupabaseClient Supabase => _platform.Connection.Supabase;

    private static Task<XmrtException> FailsAsync(Func<Task> ask) => Assert.ThrowsAsync<XmrtException>(ask);
}
