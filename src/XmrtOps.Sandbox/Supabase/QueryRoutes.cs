using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes that run SQL, and the state of the read-only mode.</summary>
internal static class QueryRoutes
{
    private const string Query = "/v1/projects/{ref}/database/query";
    private const string ReadOnly = "/v1/projects/{ref}/readonly";

    // The role of the real one sees the schemas, but finds nothing by an unqualified name.
    private const string ReadOnlySettings =
        "SET default_transaction_read_only = on; SET search_path = pg_catalog";

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.Map("POST", Query, "database:write", (request, cancellation) =>
            RunAsync(platform, request, readOnly: false, cancellation));
        endpoints.Map("POST", Query + "/read-only", "database:read", (request, cancellation) =>
            RunAsync(platform, request, readOnly: true, cancellation));
        endpoints.Map("GET", ReadOnly, "database:read", _ => StandInResponse.Json(200, platform.ReadOnlyMode.Shape()));
        endpoints.Map("POST", ReadOnly + "/temporary-disable", "database:write", _ =>
        {
            platform.ReadOnlyMode.Override();
            return StandInResponse.Empty(201);
        });
    }

    /// <summary>Runs a statement for a route; what the database refuses is its 400.</summary>
    public static async Task<JsonArray> RowsAsync(
        ProjectDatabase database,
        string sql,
        IReadOnlyList<JsonNode?> parameters,
        string? settings,
        CancellationToken cancellation)
    {
        try
        {
            return await database.RowsAsync(sql, parameters, settings, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            throw new RefusalException(
                400, $"Failed to run sql query: ERROR:  {error.SqlState}: {error.MessageText}{Context(error, sql)}");
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw new RefusalException(500, "Failed to run sql query: Connection terminated due to connection timeout");
        }
    }

    private static async Task<StandInResponse> RunAsync(
        SupabasePlatform platform, StandInRequest request, bool readOnly, CancellationToken cancellation)
    {
        var body = request.ReadObject();
        var sql = body.Required("query");
        JsonNode?[] parameters = [.. (body["parameters"] as JsonArray ?? []).Select(value => value?.DeepClone())];
        var settings = readOnly || body.Flag("read_only") == true ? ReadOnlySettings
            : platform.ReadOnlyMode.IsInForce ? "SET default_transaction_read_only = on"
            : null;
        var running = RowsAsync(platform.Database, sql, parameters, settings, cancellation);
        if (await Task.WhenAny(running, Task.Delay(platform.Database.QueryTimeout, cancellation)).ConfigureAwait(false) != running)
        {
            // The statement goes on, as it does at the platform; what becomes of it nobody is told.
            _ = running.ContinueWith(
                ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new RefusalException(544, "Failed to run sql query: Connection terminated due to connection timeout");
        }

        return StandInResponse.Json(201, await running.ConfigureAwait(false));
    }

    private static string Context(PostgresException error, string sql)
    {
        var hint = error.Hint is null ? string.Empty : $"\nHINT:  {error.Hint}";
        if (error.Position <= 0 || error.Position > sql.Length) return hint;

        var before = sql[..(error.Position - 1)];
        var start = before.LastIndexOf('\n') + 1;
        var end = sql.IndexOf('\n', start);
        var line = before.Count(letter => letter == '\n') + 1;
        var label = $"LINE {line}: ";
        var column = label.Length + error.Position - 1 - start;
        return $"{hint}\n{label}{(end < 0 ? sql[start..] : sql[start..end])}\n{new string(' ', column)}^";
    }
}
