using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

/// <summary>Vercel's stand-in with a clock to move, without any database.</summary>
internal sealed class VercelStand : IAsyncDisposable
{
    private readonly HttpClient _client;

    public VercelStand()
    {
        Identity = new SandboxIdentity(Clock.GetUtcNow());
        Platform = new VercelPlatform(Identity, Clock);
        Api = Platform.ServeApi();
        Site = Platform.ServeSite(_ => Task.FromResult(TimeSpan.FromMilliseconds(2)));
        _client = new HttpClient { BaseAddress = Api.BaseAddress };
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 7, 9, 12, 0, 0, TimeSpan.Zero));

    public SandboxIdentity Identity { get; }

    public VercelPlatform Platform { get; }

    public VercelProject Project => Platform.Project;

    public HttpStandIn Api { get; }

    public HttpStandIn Site { get; }

    /// <summary>The production deployments that can be gone back to, the newest first.</summary>
    public IReadOnlyList<VercelDeployment> Candidates => [.. Project.Deployments
        .Where(deployment => deployment.ServedSince is not null && deployment.Id != Project.Production!.Id)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Sends a request with the sandbox's token, another one, or an empty text for none.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token != string.Empty)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Identity.VercelToken);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text),
            HttpContent content => content,
            _ => JsonContent.Create(body),
        };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    public async Task<JsonElement> GetAsync(string path, string? token = null)
    {
        using var response = await SendAsync("GET", path, token: token);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    /// <summary>Status and the error's code; the code is null where there is no error.</summary>
    public async Task<(int Status, string? Code)> TryAsync(
        string method, string path, object? body = null, string? token = null)
    {
        using var response = await SendAsync(method, path, body, token);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        if ((int)response.StatusCode < 400) return ((int)response.StatusCode, null);

        var error = JsonElement.Parse(text).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return ((int)response.StatusCode, error.GetProperty("code").GetString());
    }

    public async Task<(int Status, string? Error, string Body)> VisitAsync(
        string path = "/api/health", string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Site.BaseAddress, path));
        if (host is not null) request.Headers.Host = host;
        using var response = await _client.SendAsync(request, Cancellation);
        var error = response.Headers.TryGetValues("x-vercel-error", out var values) ? values.Single() : null;
        return ((int)response.StatusCode, error, await response.Content.ReadAsStringAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Api.DisposeAsync();
        await Site.DisposeAsync();
    }
}
