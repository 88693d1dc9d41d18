using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class PlatformStandInTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningSandbox Sandbox => server.Sandbox;

    private string SupabaseToken => Sandbox.Identity.SupabaseToken;

    [Fact]
    public async Task Vercel_refuses_without_a_token_in_its_own_form()
    {
        var (status, body) = await AskAsync(Sandbox.VercelApiUrl, "/v9/projects/p", null);

        Assert.Equal(403, status);
        Assert.Equal("forbidden", body.GetProperty("error").GetProperty("code").GetString());
        Assert.True(body.GetProperty("error").GetProperty("invalidToken").GetBoolean());
    }

    [Fact]
    public async Task Vercel_does_not_know_a_route_that_is_none()
    {
        var (status, body) = await AskAsync(Sandbox.VercelApiUrl, "/v9/nothing", Sandbox.Identity.VercelToken);

        Assert.Equal(404, status);
        Assert.Equal("not_found", body.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(null, "Unauthorized")]
    [InlineData("not-a-supabase-token", "JWT could not be decoded")]
    public async Task Supabase_refuses_without_a_token_of_its_form(string? token, string message)
    {
        var (status, body) = await AskAsync(Sandbox.SupabaseApiUrl, "/v1/projects", token);

        Assert.Equal((401, message), (status, body.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Supabase_does_not_know_a_route_that_is_none()
    {
        var (status, body) = await AskAsync(Sandbox.SupabaseApiUrl, "/v1/nothing", SupabaseToken);

        Assert.Equal((404, "Cannot GET /v1/nothing"), (status, body.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_fault_without_a_body_takes_the_platforms_form(int status)
    {
        const string path = "/v1/faulty";
        using var vercel = Sandbox.StandIns.VercelApi.Faults.While(Fault.Status(status), path + status);
        using var supabase = Sandbox.StandIns.SupabaseApi.Faults.While(Fault.Status(status), path + status);

        var (vercelStatus, vercelBody) = await AskAsync(Sandbox.VercelApiUrl, path + status, "t");
        var (supabaseStatus, supabaseBody) = await AskAsync(Sandbox.SupabaseApiUrl, path + status, SupabaseToken);

        Assert.Equal((status, status), (vercelStatus, supabaseStatus));
        Assert.NotEmpty(vercelBody.GetProperty("error").GetProperty("message").GetString()!);
        Assert.NotEmpty(supabaseBody.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Every_reply_carries_the_request_id_that_support_asks_for()
    {
        using var client = new HttpClient();
        using var vercel = await client.GetAsync(Sandbox.VercelApiUrl, Cancellation);
        using var supabase = await client.GetAsync(Sandbox.SupabaseApiUrl, Cancellation);

        Assert.NotEmpty(Assert.Single(vercel.Headers.GetValues("x-vercel-id")));
        Assert.NotEmpty(Assert.Single(supabase.Headers.GetValues("x-gotrue-id")));
    }

    [Fact]
    public async Task The_frontend_has_a_page_and_reports_a_healthy_database()
    {
        using var client = new HttpClient();
        var page = await client.GetStringAsync(Sandbox.FrontendUrl, Cancellation);
        var (status, health) = await AskAsync(Sandbox.FrontendUrl, "/api/health", null);
        var database = health.GetProperty("checks").GetProperty("database");

        Assert.Contains("<h1>", page, StringComparison.Ordinal);
        Assert.Equal((200, "healthy"), (status, health.GetProperty("status").GetString()));
        Assert.InRange(
            health.GetProperty("timestamp").GetDateTimeOffset(), Sandbox.StartedAt, DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.NotEmpty(health.GetProperty("version").GetString()!);
        Assert.Equal("healthy", database.GetProperty("status").GetString());
        Assert.True(database.GetProperty("latencyMs").GetDouble() > 0);
    }

    private static async Task<(int Status, JsonElement Body)> AskAsync(Uri address, string path, string? token)
    {
        using var client = new HttpClient { BaseAddress = address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(path, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }
}
