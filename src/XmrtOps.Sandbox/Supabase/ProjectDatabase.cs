using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The project's database as the platform's own services use it. Without one, everything of it fails.</summary>
internal sealed class ProjectDatabase : IAsyncDisposable
{
    private const int ProbeSeconds = 5;
    private const string UnknownVersion = "17.6.1.111";

    private readonly NpgsqlDataSource? _source;
    private string? _version;

    public ProjectDatabase(string? connectionString)
    {
        if (connectionString is null) return;

        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // A pooled connection answers although the server takes no new ones, and outlives what it was for.
            Pooling = false,
            Timeout = ProbeSeconds,
            CommandTimeout = 0,
            ApplicationName = "supabase/api",
        };
        (Host, Port, UserName, Name) = (settings.Host, settings.Port, settings.Username, settings.Database);
        _source = ServiceSource.Create(settings);
    }

    public string? Host { get; }

    public int? Port { get; }

    public string? UserName { get; }

    public string? Name { get; }

    /// <summary>After how long the API gives up on a statement, which goes on all the same.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(58);

    /// <summary>The version, as the platform numbers its builds.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        if (_version is not null || _source is null) return _version ?? UnknownVersion;

        try
        {
            var rows = await RowsAsync("SHOW server_version", [], cancellation).ConfigureAwait(false);
            return _version = $"{rows[0]!["server_version"]}".Split(' ')[0] + ".1.111";
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            return UnknownVersion;
        }
    }

    /// <summary>Opens a connection and asks for an answer.</summary>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        if (_source is null) throw new TimeoutException("The platform has no database.");

        await RowsAsync("SELECT 1", [], cancellation).ConfigureAwait(false);
    }

    /// <summary>The rows of the last statement, each an object.</summary>
    /// <exception cref="NpgsqlException">The database refuses, or cannot be reached.</exception>
    public Task<JsonArray> RowsAsync(string sql, IReadOnlyList<JsonNode?> parameters, CancellationToken cancellation) =>
        RowsAsync(sql, parameters, settings: null, cancellation);

    /// <inheritdoc cref="RowsAsync(string, IReadOnlyList{JsonNode?}, CancellationToken)"/>
    public async Task<JsonArray> RowsAsync(
        string sql, IReadOnlyList<JsonNode?> parameters, string? settings, CancellationToken cancellation)
    {
        if (_source is null) throw new RefusalException(500, "Failed to run sql query: connection refused");

        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if (settings is not null)
        {
            using var setting = new NpgsqlCommand(settings, connection);
            await setting.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(ToParameter(parameter));
        // Read as text: then any type can be read, also of extensions.
        command.AllResultTypesAreUnknown = true;
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        JsonArray rows;
        do
        {
            rows = [];
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) rows.Add(Row(reader));
        }
        while (await reader.NextResultAsync(cancellation).ConfigureAwait(false));

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static JsonObject Row(NpgsqlDataReader reader)
    {
        var row = new JsonObject();
        for (var column = 0; column < reader.FieldCount; column++)
        {
            var name = reader.GetName(column);
            row[name] = reader.IsDBNull(column) ? null : Value(reader.GetString(column), reader.GetDataTypeName(column));
        }

        return row;
    }

    private static JsonNode? Value(string text, string type) => type switch
    {
        "boolean" => text == "t",
        "smallint" or "integer" or "oid" => long.Parse(text, CultureInfo.InvariantCulture),
        // A client in JavaScript could not hold them all, so the service sends what is large as text.
        "bigint" => long.Parse(text, CultureInfo.InvariantCulture) is var number && Math.Abs((double)number) < 9e15 ? number : text,
        "real" or "double precision" when double.TryParse(text, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        "json" or "jsonb" => JsonNode.Parse(text),
        _ => text,
    };

    private static NpgsqlParameter ToParameter(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => new NpgsqlParameter { Value = DBNull.Value },
        JsonValueKind.True => new NpgsqlParameter { Value = true },
        JsonValueKind.False => new NpgsqlParameter { Value = false },
        JsonValueKind.Number => Number(value.ToJsonString()),
        JsonValueKind.String => Untyped(value.GetValue<string>()),
        _ => Untyped(value.ToJsonString()),
    };

    private static NpgsqlParameter Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new NpgsqlParameter { Value = number }
            : new NpgsqlParameter { Value = double.Parse(text, CultureInfo.InvariantCulture) };

    // Without a type, so that the server takes it for what the statement needs.
    private static NpgsqlParameter Untyped(string text) => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown };
}
