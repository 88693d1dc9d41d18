using System.Data;
using Npgsql;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>
/// The database as the REST service uses it: a pool of connections of the role authenticator, and one that listens on the
/// channel pgrst. Nothing is opened before the first request. Settings and schema cache are those of the last load: each
/// request asks the listening connection first whether a reload was called for.
/// </summary>
internal sealed class RestDatabase : IAsyncDisposable
{
    private const int ConnectSeconds = 5;

    private readonly NpgsqlDataSource? _source;
    private readonly SettingsDocument _platform;
    private readonly Action<string> _say;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SemaphoreSlim _seats;
    private readonly List<string> _notifications = [];
    private NpgsqlConnection? _listener;
    private RestSettings? _settings;
    private RestSchema? _schema;
    private string? _loadedFor;

    /// <param name="connectionString">For the role authenticator; null for a database that is down.</param>
    /// <param name="poolSize">How many requests it serves at once.</param>
    /// <param name="platform">The settings of the platform.</param>
    /// <param name="say">Takes the lines of the service's log.</param>
    public RestDatabase(string? connectionString, int poolSize, SettingsDocument platform, Action<string> say)
    {
        (_platform, _say, _seats) = (platform, say, new SemaphoreSlim(poolSize));
        if (connectionString is null) return;

        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            // One more, which listens.
            MaxPoolSize = poolSize + 1,
            Timeout = ConnectSeconds,
            CommandTimeout = 0,
            ApplicationName = "PostgREST",
            // All that a request sets ends with its transaction.
            NoResetOnClose = true,
            // They are part of the answers.
            IncludeErrorDetail = true,
        };
        _source = ServiceSource.Create(settings);
    }

    private string? Exposed => _platform["db_schema"]?.ToString();

    /// <summary>Settings and schema cache as they are to be for a request that comes now.</summary>
    /// <exception cref="RestException">They were never loaded, and the database cannot be reached.</exception>
    public async Task<(RestSettings Settings, RestSchema Schema)> CurrentAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await HearAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException)
        {
            // With what it knows it goes on: the request will meet the database itself.
            await HangUpAsync().ConfigureAwait(false);
            _say($"Failed to load the schema cache: {error.Message}");
        }
        finally
        {
            _gate.Release();
        }

        return (_settings, _schema) is ({ } settings, { } schema) ? (settings, schema) : throw RestErrors.NoSchemaCache();
    }

    /// <summary>Runs one request's work with a connection of the pool.</summary>
    /// <exception cref="RestException">None is free in time, or none can be opened.</exception>
    public async Task<T> UseAsync<T>(
        TimeSpan patience, Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellation)
    {
        if (!await _seats.WaitAsync(patience, cancellation).ConfigureAwait(false)) throw RestErrors.NoFreeConnection();

        try
        {
            var connection = await OpenAsync(cancellation).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await use(connection).ConfigureAwait(false);
        }
        finally
        {
            _seats.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await HangUpAsync().ConfigureAwait(false);
        if (_source is not null) await _source.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _seats.Dispose();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_source is null) throw RestErrors.Unreachable("The project has no database.");

        try
        {
            return await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw RestErrors.Unreachable(error is PostgresException refusal ? refusal.MessageText : error.Message);
        }
    }

    private async Task HearAsync(CancellationToken cancellation)
    {
        if (_source is null) return;

        if (_listener is not null && await IsWellAsync(_listener, cancellation).ConfigureAwait(false))
        {
            string[] heard = [.. _notifications.Distinct(StringComparer.Ordinal)];
            _notifications.Clear();
            // The platform restarts the service when it is to expose other schemas.
            if (_loadedFor != Exposed) heard = [string.Empty];
            foreach (var payload in heard) await ReloadAsync(_listener, payload, cancellation).ConfigureAwait(false);
            return;
        }

        await HangUpAsync().ConfigureAwait(false);
        // What is left of the pool has gone with it.
        _source.Clear();
        _listener = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        _listener.Notification += (_, notification) => _notifications.Add(notification.Payload);
        await RestCatalog.ExecuteAsync(_listener, "LISTEN \"pgrst\"", cancellation).ConfigureAwait(false);
        _say("Listening for database notifications on the \"pgrst\" channel");
        await ReloadAsync(_listener, string.Empty, cancellation).ConfigureAwait(false);
    }

    /// <summary>An empty statement: what the server has to tell comes before its answer.</summary>
    private static async Task<bool> IsWellAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await RestCatalog.ExecuteAsync(connection, ";", cancellation).ConfigureAwait(false);
            return connection.FullState == ConnectionState.Open;
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private async Task ReloadAsync(NpgsqlConnection connection, string payload, CancellationToken cancellation)
    {
        if (payload is "" or "reload config")
        {
            _settings = await RestCatalog.ReadSettingsAsync(connection, _platform, cancellation).ConfigureAwait(false);
            _say("Config reloaded");
        }

        if (payload is not ("" or "reload schema")) return;

        _settings ??= await RestCatalog.ReadSettingsAsync(connection, _platform, cancellation).ConfigureAwait(false);
        _loadedFor = Exposed;
        _schema = await RestCatalog.ReadSchemaAsync(connection, _settings, cancellation).ConfigureAwait(false);
        _say($"Schema cache loaded {_schema.Summary}");
    }

    private async Task HangUpAsync()
    {
        if (_listener is not { } listener) return;

        _listener = null;
        await listener.DisposeAsync().ConfigureAwait(false);
    }
}
