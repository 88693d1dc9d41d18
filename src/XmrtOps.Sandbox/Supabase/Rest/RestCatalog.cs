using System.Text.Json.Nodes;
using Npgsql;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Reads settings and schema cache from the database, as the role that the service logs in as.</summary>
internal static class RestCatalog
{
    private static readonly string Settings = EmbeddedSql.Read("Supabase/Rest/rest-settings.sql");
    private static readonly string Roles = EmbeddedSql.Read("Supabase/Rest/rest-roles.sql");
    private static readonly string Tables = EmbeddedSql.Read("Supabase/Rest/rest-tables.sql");
    private static readonly string Functions = EmbeddedSql.Read("Supabase/Rest/rest-functions.sql");

    public static async Task<RestSettings> ReadSettingsAsync(
        NpgsqlConnection connection, SettingsDocument platform, CancellationToken cancellation)
    {
        var settings = await RowsAsync(connection, Settings, parameter: null, Setting, cancellation).ConfigureAwait(false);
        var roles = await RowsAsync(connection, Roles, parameter: null, Role, cancellation).ConfigureAwait(false);
        return new RestSettings(
            platform,
            settings.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
            roles.ToLookup(one => one.Role, one => (one.Name, one.Value), StringComparer.Ordinal));
    }

    public static async Task<RestSchema> ReadSchemaAsync(
        NpgsqlConnection connection, RestSettings settings, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellation).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(connection, "SELECT set_config('search_path', '', true)", cancellation).ConfigureAwait(false);
            string[] schemas = [.. settings.Schemas];
            var tables = await RowsAsync(connection, Tables, schemas, Table, cancellation).ConfigureAwait(false);
            var functions = await RowsAsync(connection, Functions, schemas, Function, cancellation).ConfigureAwait(false);
            return new RestSchema(tables, functions);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, "ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, string[]? parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        if (parameter is not null) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) rows.Add(read(reader));
        return rows;
    }

    private static (string Name, string Value) Setting(NpgsqlDataReader row) => (row.GetString(0), row.GetString(1));

    private static (string Role, string Name, string Value) Role(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetString(1), row.GetString(2));

    private static RestTable Table(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        [
            .. Objects(row.GetString(2)).Select(column => new RestColumn(
                column.Text("name")!, column.Text("type")!, column.Text("default"), column.Flag("key") == true)),
        ]);

    private static RestFunction Function(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetBoolean(2),
        row.GetBoolean(3),
        row.GetString(4),
        [
            .. Objects(row.GetString(5)).Select(argument => new RestArgument(
                argument.Text("name")!, argument.Text("type")!, argument.Flag("optional") == true, argument.Flag("variadic") == true)),
        ]);

    private static IEnumerable<JsonObject> Objects(string json) => JsonNode.Parse(json)!.AsArray().Select(one => one!.AsObject());
}
