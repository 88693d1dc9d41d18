using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Logs;
using Answer = XmrtOps.Integration.Tests.Sandboxes.Supabase.SupabaseStandIn.Answer;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>A project of one test's own, over a database of its own, as browsers and servers ask its REST service.</summary>
internal sealed class RestProject : IAsyncDisposable
{
    public const string User = "11111111-1111-4111-8111-111111111111";

    private RestProject(TestDatabase database)
    {
        Database = database;
        StandIn = new SupabaseStandIn(restConnectionString:
            $"Host=127.0.0.1;Port={database.Server.Sandbox.Port};Database={database.Name};Username=authenticator;"
            + $"Password={database.Server.Sandbox.AuthenticatorPassword};SSL Mode=Disable;GSS Encryption Mode=Disable");
        StandIn.Platform.Log = Log;
    }

    public TestDatabase Database { get; }

    public SupabaseStandIn StandIn { get; }

    public HeardLog Log { get; } = new();

    public string AnonKey => StandIn.Platform.Identity.AnonKey;

    public string ServiceKey => StandIn.Platform.Identity.ServiceRoleKey;

    /// <summary>A token of a user who is signed in.</summary>
    public string UserToken => Sign(("role", "authenticated"), ("sub", User));

    /// <param name="server">The tests' server.</param>
    /// <param name="sql">What the database has beside the application's tables; run as the role postgres.</param>
    public static async Task<RestProject> StartAsync(SandboxServer server, string sql = "")
    {
        TestDatabase database = await server.CopyAsync();
        if (sql.Length > 0) await database.RunAsync($"SET ROLE postgres; {sql}");
        return new RestProject(database);
    }

    public string Sign(params (string Name, object? Value)[] claims)
    {
        Dictionary<string, object?> payload = new(StringComparer.Ordinal)
        {
            ["exp"] = StandIn.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
        };
        foreach ((string name, object? value) in claims) payload[name] = value;
        return StandIn.Platform.Identity.Sign(payload);
    }

    /// <summary>As the browser of a visitor.</summary>
    public Task<Answer> AnonAsync(string method, string path, object? body = null, params (string, string)[] headers) =>
        AskAsync(method, path, body, AnonKey, AnonKey, headers);

    /// <summary>As the browser of a user who is signed in.</summary>
    public Task<Answer> UserAsync(string method, string path, object? body = null, params (string, string)[] headers) =>
        AskAsync(method, path, body, AnonKey, UserToken, headers);

    /// <summary>As a server with the service key.</summary>
    public Task<Answer> ServiceAsync(string method, string path, object? body = null, params (string, string)[] headers) =>
        AskAsync(method, path, body, ServiceKey, ServiceKey, headers);

    public Task<Answer> AskAsync(string method, string path, object? body, string key, string token, params (string, string)[] headers) =>
        StandIn.CallAsync(method, "/rest/v1/" + path, body, [("apikey", key), ("Authorization", $"Bearer {token}"), .. headers]);

    public async ValueTask DisposeAsync()
    {
        await StandIn.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>What the platform would have logged.</summary>
    internal sealed class HeardLog : IPlatformLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<PlatformLogEntry> _entries = new();

        public IReadOnlyList<PlatformLogEntry> Entries => [.. _entries];

        public void Write(PlatformLogEntry entry) => _entries.Enqueue(entry);
    }
}
