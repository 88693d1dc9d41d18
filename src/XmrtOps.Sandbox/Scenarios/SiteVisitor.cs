using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A browser with the site open: it sends the key that the running build has, and the token of whoever is signed in.</summary>
/// <param name="sandbox">Whose site it is.</param>
/// <param name="address">The visitor's address, as the platforms see it.</param>
internal sealed class SiteVisitor(RunningSandbox sandbox, string address) : IDisposable
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    private readonly HttpClient _client = new();

    /// <summary>Where the visitor sits.</summary>
    public string Address => address;

    /// <summary>The token of the session; null for a visitor who is not signed in.</summary>
    public string? AccessToken { get; private set; }

    /// <summary>What the next token is got with.</summary>
    public string? RefreshToken { get; private set; }

    // What is set at Vercel reaches a browser with the next build only.
    private string? Key =>
        sandbox.StandIns.Vercel.Project.Production?.Environment.GetValueOrDefault(FrontendRoutes.KeyVariable);

    /// <summary>Signs in, now or some time ago.</summary>
    public async Task SignInAsync(string email, DateTimeOffset at, CancellationToken cancellation)
    {
        var session = await sandbox.StandIns.Supabase.Sessions.StartAsync(email, at, cancellation).ConfigureAwait(false);
        (AccessToken, RefreshToken) = (session.AccessToken, session.RefreshToken);
    }

    /// <summary>Opens a page, or asks the site's server.</summary>
    public Task<SiteAnswer> VisitAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, new Uri(sandbox.FrontendUrl, path), null, isForProject: false, cancellation);

    /// <summary>Takes the token that the site makes for visitors without an account.</summary>
    public async Task<SiteAnswer> TakeVisitorTokenAsync(CancellationToken cancellation)
    {
        var answer = await VisitAsync("/api/session", cancellation).ConfigureAwait(false);
        if (answer.IsGood) AccessToken = JsonNode.Parse(answer.Body)!.AsObject().Text("access_token");
        return answer;
    }

    /// <summary>Reads rows, as supabase.from(table).select() does.</summary>
    public Task<SiteAnswer> ReadAsync(string table, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, Of($"rest/v1/{table}?select=*&limit=20"), null, isForProject: true, cancellation);

    /// <summary>Adds a row, as supabase.from(table).insert() does.</summary>
    public Task<SiteAnswer> InsertAsync(string table, JsonObject row, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, Of($"rest/v1/{table}"), row, isForProject: true, cancellation);

    /// <summary>Asks who is signed in, as supabase.auth.getUser() does.</summary>
    public Task<SiteAnswer> AskWhoAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, Of("auth/v1/user"), null, isForProject: true, cancellation);

    /// <summary>Gets the next token, as supabase.auth.refreshSession() does.</summary>
    public async Task<SiteAnswer> RefreshAsync(CancellationToken cancellation)
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            Of("auth/v1/token?grant_type=refresh_token"),
            new JsonObject { ["refresh_token"] = RefreshToken },
            isForProject: true,
            cancellation).ConfigureAwait(false);
        if (answer.IsGood && JsonNode.Parse(answer.Body) is JsonObject session)
        {
            (AccessToken, RefreshToken) = (session.Text("access_token"), session.Text("refresh_token"));
        }

        return answer;
    }

    /// <summary>Asks for a code by mail, as supabase.auth.signInWithOtp() does.</summary>
    public Task<SiteAnswer> RequestCodeAsync(string email, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post, Of("auth/v1/otp"), new JsonObject { ["email"] = email }, isForProject: true, cancellation);

    /// <summary>Calls a function by a plain fetch(), which sends neither key nor token.</summary>
    public Task<SiteAnswer> FetchFunctionAsync(string slug, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, Of($"functions/v1/{slug}"), null, isForProject: false, cancellation);

    public void Dispose() => _client.Dispose();

    private Uri Of(string path) => new(sandbox.SupabaseProjectUrl, path);

    private async Task<SiteAnswer> SendAsync(
        HttpMethod method, Uri address, JsonObject? body, bool isForProject, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("User-Agent", Browser);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Address);
        if (isForProject && Key is { } key)
        {
            request.Headers.Add("apikey", key);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken ?? key);
        }

        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        return new SiteAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
    }
}
