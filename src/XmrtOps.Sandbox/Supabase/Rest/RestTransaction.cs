using System.Data;
using System.Text.Json.Nodes;
using Npgsql;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>
/// The one transaction of a request: begun as READ ONLY or READ WRITE whatever the database's default is, then the role
/// and all that the database may ask of the request, the function that comes before each, and the statement.
/// </summary>
internal static class RestTransaction
{
    /// <exception cref="RestException">The database refuses, or is lost.</exception>
    public static async Task<RestResult> RunAsync(
        NpgsqlConnection connection, RestContext context, RestPlan plan, CancellationToken cancellation)
    {
        try
        {
            var mode = plan.IsWrite ? "READ WRITE" : "READ ONLY";
            await RestCatalog.ExecuteAsync(connection, $"BEGIN ISOLATION LEVEL READ COMMITTED {mode}", cancellation).ConfigureAwait(false);
            await RunAsync(connection, Variables(context), cancellation).ConfigureAwait(false);
            if (context.Settings.PreRequest is { } function)
                await RunAsync(connection, PreRequest(function), cancellation).ConfigureAwait(false);

            var result = await ReadAsync(connection, plan, cancellation).ConfigureAwait(false);
            plan.Check(result);
            await RestCatalog.ExecuteAsync(connection, "COMMIT", cancellation).ConfigureAwait(false);
            return result;
        }
        catch (PostgresException error)
        {
            context.Platform.Rest.Log(error);
            await GiveUpAsync(connection).ConfigureAwait(false);
            throw DatabaseErrors.Of(error, context.Caller.IsAnonymous);
        }
        catch (RestException)
        {
            await GiveUpAsync(connection).ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            throw RestErrors.ConnectionLost(error.Message);
        }
    }

    private static SqlText Variables(RestContext context)
    {
        var sql = new SqlText();
        return sql.Add("SELECT ").List(
            context.Variables(),
            variable => sql.Add("set_config(").Value(variable.Name).Add(", ").Value(variable.Value).Add(", true)"));
    }

    private static SqlText PreRequest(string function)
    {
        var names = function.Split('.', 2);
        var sql = new SqlText().Add("SELECT ").Name(names[0]);
        if (names.Length == 2) sql.Add(".").Name(names[1]);
        return sql.Add("()");
    }

    private static async Task<RestResult> ReadAsync(NpgsqlConnection connection, RestPlan plan, CancellationToken cancellation)
    {
        RestResult result;
        using (var command = plan.Statement.ToCommand(connection))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var _ = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellation).ConfigureAwait(false);
            result = new RestResult(
                reader.GetInt64(0), Number(reader, 1), Text(reader, 2) ?? string.Empty, Text(reader, 3), Text(reader, 4), Number(reader, 5), Text(reader, 6));
            await reader.ReadAsync(cancellation).ConfigureAwait(false);
        }

        return plan.Explained is null
            ? result
            : result with { Total = await EstimateAsync(connection, plan.Explained, result.Total, cancellation).ConfigureAwait(false) };
    }

    private static async Task<long?> EstimateAsync(
        NpgsqlConnection connection, SqlText explained, long? counted, CancellationToken cancellation)
    {
        using var command = explained.ToCommand(connection);
        command.AllResultTypesAreUnknown = true;
        var json = (string)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
        var planned = JsonNode.Parse(json)![0]!["Plan"]!["Plan Rows"]!.GetValue<long>();
        return counted is { } least ? Math.Max(least, planned) : planned;
    }

    private static async Task RunAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancellation)
    {
        using var command = sql.ToCommand(connection);
        // As text: a function may return what has no value here, such as void.
        command.AllResultTypesAreUnknown = true;
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task GiveUpAsync(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open) return;

        try
        {
            await RestCatalog.ExecuteAsync(connection, "ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is lost, and with it the transaction.
        }
    }

    private static long? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
