using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Logs;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>Counts the calls of functions. All of it, the percentiles too, is done by the log engine.</summary>
internal static class FunctionTrafficReader
{
    private const string Status = "toInt32OrZero(log_attributes['response.status_code'])";
    private const string Took = "toFloat64OrZero(log_attributes['execution_time_ms'])";

    /// <returns>By the functions' identifiers; one that is not in it was not called.</returns>
    /// <exception cref="Faults.XmrtException">LogQueryRejected, and the conditions of the platforms.</exception>
    public static async Task<IReadOnlyDictionary<string, FunctionTraffic>> ReadAsync(
        XmrtConnection connection, DateTimeOffset from, DateTimeOffset until, INotices notices, CancellationToken cancellation)
    {
        LogSpan span = new(LogSpan.Floor(from), LogSpan.Ceiling(until));
        IReadOnlyList<FunctionTraffic> calls = await connection.Supabase.QueryLogsAsync(
            $"select log_attributes['function_id'] as fn, count() as calls, countIf({Status} >= 500) as errors, "
            + $"countIf({Status} = 401) as unauthorized, countIf({Status} = 401 and log_attributes['execution_id'] = '') as refused, "
            + $"countIf({Status} = 504) as timeouts, countIf({Status} = 546) as limits, "
            + $"quantile(0.5)({Took}) as p50, quantile(0.95)({Took}) as p95, max({Took}) as slowest "
            + $"from logs where source = 'function_edge_logs' and {Within(from, until)} group by fn order by calls desc limit 1000",
            span.From,
            span.Until,
            FunctionJson.Default.FunctionTraffic,
            notices,
            cancellation);
        IReadOnlyList<FunctionTraffic> ends = await connection.Supabase.QueryLogsAsync(
            "select log_attributes['function_id'] as fn, count() as memory_limits from logs where source = 'function_logs' "
            + $"and positionCaseInsensitiveUTF8(event_message, 'memory limit exceeded') > 0 and {Within(from, until)} "
            + "group by fn order by memory_limits desc limit 1000",
            span.From,
            span.Until,
            FunctionJson.Default.FunctionTraffic,
            notices,
            cancellation);
        Dictionary<string, FunctionTraffic> traffic = calls.Where(row => !string.IsNullOrEmpty(row.FunctionId))
            .ToDictionary(row => row.FunctionId!, StringComparer.Ordinal);
        foreach (FunctionTraffic end in ends.Where(row => !string.IsNullOrEmpty(row.FunctionId)))
        {
            traffic[end.FunctionId!] = (traffic.GetValueOrDefault(end.FunctionId!) ?? new FunctionTraffic()) with
            {
                MemoryLimits = end.MemoryLimits,
            };
        }

        return traffic;
    }

    private static string Within(DateTimeOffset from, DateTimeOffset until) =>
        $"timestamp >= {Time(from)} and timestamp < {Time(until)}";

    private static string Time(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"toDateTime64('{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}', 6, 'UTC')");
}
