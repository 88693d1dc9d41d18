using System.Net.Http.Headers;
using System.Text.Json;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Logs;

/// <summary>A Management API of one test's own, with an empty log that the test fills.</summary>
internal sealed class LogApi : IAsyncDisposable
{
    private readonly HttpClient _client;

    private LogApi(RunningSandbox sandbox, PlatformLog log, TimeProvider? clock)
    {
        Log = log;
        Identity = sandbox.Identity;
        Platform = new SupabasePlatform(sandbox.Identity, null, clock);
        Platform.Limiter.IsEnabled = false;
        _client = new HttpClient { BaseAddress = StandIn.BaseAddress };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Identity.SupabaseToken);
        LogRoutes.Map(Platform, log);
        log.Asked = () => Asked?.Invoke();
    }

    public PlatformLog Log { get; }

    /// <summary>Called at each query.</summary>
    public Action? Asked { get; set; }

    public SandboxIdentity Identity { get; }

    public SupabasePlatform Platform { get; }

    public HttpStandIn StandIn => Platform.Api;

    /// <summary>Over an empty log.</summary>
    public static async Task<LogApi> StartAsync(SandboxServer server, TimeProvider? clock = null)
    {
        PlatformLog log = server.Sandbox.StandIns.OpenLog($"log_{Guid.NewGuid():N}");
        await log.CreateAsync(TestContext.Current.CancellationToken);
        return new LogApi(server.Sandbox, log, clock);
    }

    /// <summary>Over the sandbox's own log, with a week of rows.</summary>
    public static LogApi OfSandbox(SandboxServer server) =>
        new(server.Sandbox, server.Sandbox.StandIns.OpenLog(LogDatabase.Schema), null);

    public void Write(
        DateTimeOffset at, string source, string message, params (string Key, string Value)[] attributes) =>
        Log.Write(new PlatformLogEntry(
            Guid.NewGuid(), at, source, message, "", attributes.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal)));

    /// <summary>The reply to a query over the last hours.</summary>
    public Task<(int Status, JsonElement Body)> AskAsync(string sql, int hours = 1)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return AskAsync(sql, now.AddHours(-hours), now);
    }

    public async Task<(int Status, JsonElement Body)> AskAsync(string sql, DateTimeOffset? start, DateTimeOffset? end)
    {
        string query = $"sql={Uri.EscapeDataString(sql)}"
            + (start is { } from ? $"&iso_timestamp_start={from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}" : "")
            + (end is { } until ? $"&iso_timestamp_end={until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}" : "");
        using HttpResponseMessage response = await _client.GetAsync(
            new Uri($"v1/projects/{Identity.ProjectRef}/analytics/endpoints/logs?{query}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(text));
    }

    /// <summary>The rows of a query that is answered, each value by its column.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsAsync(string sql, int hours = 1)
    {
        (int status, JsonElement body) = await AskAsync(sql, hours);
        Assert.Equal(200, status);
        Assert.False(body.TryGetProperty("error", out JsonElement error), error.ToString());
        return [.. body.GetProperty("result").EnumerateArray().Select(row => row.EnumerateObject().ToDictionary(
            value => value.Name, value => value.Value.ToString(), StringComparer.Ordinal))];
    }

    /// <summary>A console that is connected to this project, and to a database where one is given.</summary>
    public PwshSession Connect(string? url = null, string culture = "")
    {
        PwshSession session = new(120, culture);
        System.Security.SecureString token = new();
        foreach (char c in Identity.SupabaseToken)
        {
            token.AppendChar(c);
        }

        session.Set("token", token);
        session.Set("api", StandIn.BaseAddress);
        session.Set("url", url);
        session.Set("project", Identity.ProjectRef);
        session.Run("$null = Connect-Xmrt " + (url is null ? "" : "$url ")
            + "-Name logs -SupabaseApiUrl $api -ProjectRef $project -SupabaseToken $token").Succeeded();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Platform.DisposeAsync();
        await Log.DisposeAsync();
    }
}
