using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>A platform of one test's own, whose clock only moves when the test moves it, and a client for it.</summary>
internal sealed class SupabaseStandIn : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    public SupabaseStandIn(string? connectionString = null, string? restConnectionString = null)
    {
        Platform = new SupabasePlatform(new SandboxIdentity(Clock.GetUtcNow()), connectionString, Clock, restConnectionString);
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public SupabasePlatform Platform { get; }

    public string Project => $"/v1/projects/{Platform.Project.Ref}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks the Management API as the owner, below the project's path unless the path is a whole one.</summary>
    public Task<Answer> AskAsync(string method, string path, object? body = null, string? token = null, string accept = "application/json") => SendAsync(
        new Uri(Platform.Api.BaseAddress, path.StartsWith("/v1/", StringComparison.Ordinal) ? path : Project + path),
        method,
        body,
        ("Authorization", $"Bearer {token ?? Platform.Identity.SupabaseToken}"),
        ("Accept", accept));

    /// <summary>Asks the project's own address.</summary>
    public Task<Answer> CallAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(new Uri(Platform.Address.BaseAddress, path), method, body, headers);

    /// <summary>Deploys one file as the CLI does.</summary>
    public Task<Answer> DeployAsync(string slug, string source, string metadata, string query = "")
    {
        MultipartFormDataContent form = new()
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(source)), "file", $"supabase/functions/{slug}/index.ts" },
            { new StringContent(metadata), "metadata" },
        };
        return AskAsync("POST", $"/functions/deploy?slug={slug}{query}", form);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Platform.DisposeAsync();
    }

    private async Task<Answer> SendAsync(Uri address, string method, object? body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), address);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, MediaTypeHeaderValue.Parse("application/json")),
            _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(body), MediaTypeHeaderValue.Parse("application/json")),
        };
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await _client.SendAsync(request, Cancellation);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(Cancellation),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase))
        {
            ContentRange = response.Content.Headers.TryGetValues("Content-Range", out IEnumerable<string>? range) ? range.Single() : null,
        };
    }

    /// <summary>What came back.</summary>
    internal sealed record Answer(int Status, byte[] Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public JsonNode Json => JsonNode.Parse(Body)!;

        public string? Message => (string?)Json["message"];

        public string? Code => (string?)Json["code"];

        /// <summary>Members id of the rows.</summary>
        public string Ids => string.Join(',', Json.AsArray().Select(row => row!["id"]));

        /// <summary>Which rows of how many; the client takes it for a header of the body.</summary>
        public string? ContentRange { get; init; }
    }
}
