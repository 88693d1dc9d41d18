using System.Globalization;
using Npgsql;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Logs;

/// <summary>The log queries of the Management API.</summary>
internal static class LogRoutes
{
    /// <summary>Adds the route, and has the platform log what it does.</summary>
    public static void Map(SupabasePlatform platform, PlatformLog log)
    {
        platform.Log = log;
        new ManagementEndpoints(platform).MapSlow(
            "GET",
            "/v1/projects/{ref}/analytics/endpoints/logs",
            "analytics:read",
            async (request, cancellation) =>
            {
                var now = platform.Clock.GetUtcNow();
                var response = await AnswerAsync(log, request, now, cancellation).ConfigureAwait(false);
                return response.With("Date", now.ToString("R", CultureInfo.InvariantCulture));
            });
    }

    private static async Task<StandInResponse> AnswerAsync(
        PlatformLog log, StandInRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var (range, fault) = LogRange.Read(request.First("iso_timestamp_start"), request.First("iso_timestamp_end"), now);
        if (fault is not null) throw new RefusalException(400, fault);

        // Without a query it shows the gateway's rows.
        var sql = request.First("sql") ?? "select id, timestamp, event_message from logs where source = 'edge_logs' order by timestamp desc limit 100";
        try
        {
            var query = LogSqlTranslator.Translate(sql, log.Table, range.From, range.Until);
            return await log.QueryAsync(query, (reader, stop) => LogReply.ReadAsync(reader, query.Columns, stop), cancellation)
                .ConfigureAwait(false);
        }
        catch (LogSqlException refusal)
        {
            // Wishes that are never granted are refused in a word, faults of the query with where they are.
            return refusal.Code == 164
                ? StandInResponse.Json(200, new { error = refusal.Message })
                : Refuse(refusal.Code, refusal.Message);
        }
        catch (PostgresException failure)
        {
            return Refuse(failure.SqlState == PostgresErrorCodes.QueryCanceled ? 159 : 215, failure.MessageText);
        }
    }

    /// <summary>As the platform reports a query that fails: with status 200.</summary>
    private static StandInResponse Refuse(int code, string message) => StandInResponse.Json(200, new
    {
        result = Array.Empty<object>(),
        error = new
        {
            code = 400,
            errors = new[]
            {
                new { domain = "global", location = "q", locationType = "parameter", message, reason = "invalidQuery" },
            },
            message = string.Create(CultureInfo.InvariantCulture, $"Code: {code}. DB::Exception: {message}"),
            status = "INVALID_ARGUMENT",
        },
    });
}
