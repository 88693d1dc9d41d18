using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The Management API's routes of usage. Calls of functions are counted from the application's own record of them; the
/// other counts follow a day's rhythm.
/// </summary>
internal static class UsageRoutes
{
    private const string Path = "/v1/projects/{ref}/analytics/endpoints";
    private const string Scope = "analytics:read";
    private const int Points = 24;

    private const string CallsOfFunction = """
        SELECT count(*)::int AS requests_count,
               (count(*) FILTER (WHERE status_code < 400))::int AS success_count,
               (count(*) FILTER (WHERE status_code BETWEEN 400 AND 499))::int AS client_err_count,
               (count(*) FILTER (WHERE status_code >= 500))::int AS server_err_count,
               avg(execution_time_ms)::float8 AS avg_execution_time,
               max(execution_time_ms)::int AS max_execution_time
        FROM public.edge_function_logs
        WHERE function_name = $1 AND "timestamp" >= now() - $2::interval
        """;

    private static readonly Dictionary<string, TimeSpan> Intervals = new(StringComparer.Ordinal)
    {
        ["15min"] = TimeSpan.FromMinutes(15),
        ["30min"] = TimeSpan.FromMinutes(30),
        ["1hr"] = TimeSpan.FromHours(1),
        ["3hr"] = TimeSpan.FromHours(3),
        ["1day"] = TimeSpan.FromDays(1),
        ["3day"] = TimeSpan.FromDays(3),
        ["7day"] = TimeSpan.FromDays(7),
    };

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.MapSlow("GET", Path + "/usage.api-counts", Scope, (request, _) => Task.FromResult(
            StandInResponse.Json(200, new { result = Counts(platform, Interval(request)) })));
        endpoints.MapSlow("GET", Path + "/usage.api-requests-count", Scope, (_, _) => Task.FromResult(
            StandInResponse.Json(200, new { result = new[] { new { count = platform.Requests } } })));
        endpoints.MapSlow("GET", Path + "/functions.combined-stats", Scope, (request, cancellation) =>
            FunctionStatsAsync(platform, request, cancellation));
    }

    private static TimeSpan Interval(StandInRequest request) =>
        Intervals.TryGetValue(request.First("interval") ?? "1day", out var interval)
            ? interval
            : throw new RefusalException(400, "interval: Invalid enum value");

    private static object[] Counts(SupabasePlatform platform, TimeSpan interval)
    {
        var step = interval / Points;
        var now = platform.Clock.GetUtcNow();
        return
        [
            .. Enumerable.Range(1, Points).Select(point =>
            {
                var at = now - step * (Points - point);
                // Twice as busy in the afternoon as at night.
                var busy = step.TotalMinutes * (1 + (0.5 * Math.Sin((at.Hour - 9) * Math.PI / 12)));
                return (object)new
                {
                    timestamp = $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}",
                    total_auth_requests = (int)(4 * busy),
                    total_realtime_requests = (int)(2 * busy),
                    total_rest_requests = (int)(60 * busy),
                    total_storage_requests = (int)busy,
                };
            }),
        ];
    }

    private static async Task<StandInResponse> FunctionStatsAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        var interval = request.First("interval") is null
            ? throw new RefusalException(400, "interval: Required")
            : Interval(request);
        if (!Guid.TryParse(request.First("function_id"), out var id)) throw new RefusalException(400, "function_id: Invalid uuid");

        var function = platform.Functions.All.FirstOrDefault(function => function.Id == id)
            ?? throw new RefusalException(404, "Function not found");
        var length = string.Create(CultureInfo.InvariantCulture, $"{interval.TotalSeconds} seconds");
        try
        {
            JsonNode?[] parameters = [function.Slug, length];
            return StandInResponse.Json(200, new
            {
                result = await platform.Database.RowsAsync(CallsOfFunction, parameters, cancellation).ConfigureAwait(false),
            });
        }
        catch (NpgsqlException error)
        {
            // As the platform's logs do: an error under a status of success.
            return StandInResponse.Json(200, new { result = Array.Empty<object>(), error = error.Message });
        }
    }
}
