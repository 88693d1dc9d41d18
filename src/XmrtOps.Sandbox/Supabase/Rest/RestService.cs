using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Logs;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>
/// The REST service (PostgREST) of the project: tables and functions of its database over HTTP, as the role that a caller's
/// token names. It logs in as authenticator, and opens no connection before its first request.
/// </summary>
public sealed class RestService : IAsyncDisposable
{
    private const int DefaultPoolSize = 10;
    private const int LargestPool = 1000;

    private readonly SupabasePlatform _platform;
    private readonly Lazy<RestDatabase> _database;

    internal RestService(SupabasePlatform platform, string? connectionString)
    {
        _platform = platform;
        _database = new Lazy<RestDatabase>(() => new RestDatabase(
            connectionString,
            PoolSize(platform.RestConfig["db_pool"]),
            platform.RestConfig,
            Say));
    }

    /// <summary>The role of callers without a token; null for none, so that they are refused.</summary>
    public string? AnonymousRole { get; set; } = "anon";

    /// <summary>Whether an expired token is answered as up to version 12, with PGRST301.</summary>
    public bool AnswersOlderErrors { get; set; }

    /// <summary>How long a request waits for a connection of the pool.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    internal RestDatabase Database => _database.Value;

    /// <summary>Closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_database.IsValueCreated) await _database.Value.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>PostgreSQL's line about a statement of the service that it refused.</summary>
    internal void Log(PostgresException error) => Write(
        "postgres_logs",
        error.MessageText,
        error.Severity,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["parsed.error_severity"] = error.InvariantSeverity,
            ["parsed.sql_state_code"] = error.SqlState,
            // The role that logged in: PostgreSQL's log does not know whom it plays.
            ["parsed.user_name"] = "authenticator",
            ["parsed.application_name"] = "PostgREST",
            ["identifier"] = _platform.Project.Ref,
        });

    private static int PoolSize(JsonNode? setting) =>
        setting is JsonValue value && value.TryGetValue(out int size) && size is > 0 and <= LargestPool ? size : DefaultPoolSize;

    private void Say(string line) => Write(
        "postgrest_logs",
        line,
        "INFO",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["identifier"] = _platform.Project.Ref });

    private void Write(string source, string message, string severity, Dictionary<string, string> attributes) =>
        _platform.Log.Write(new PlatformLogEntry(
            Guid.NewGuid(), _platform.Clock.GetUtcNow(), source, message, severity, attributes));
}
