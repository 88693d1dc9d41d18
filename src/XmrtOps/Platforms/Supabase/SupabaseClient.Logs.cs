using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

// Logs, usage and measurements.
internal sealed partial class SupabaseClient
{
    /// <summary>The longest range of one question to the logs.</summary>
    public static TimeSpan LongestLogRange { get; } = TimeSpan.FromHours(24);

    /// <summary>Rows of one answer, at most.</summary>
    public const int MostLogRows = 1000;

    private static readonly TimeSpan s_logQuery = TimeSpan.FromSeconds(60);

    /// <summary>Asks the logs one question: one SELECT in ClickHouse's dialect over the table logs. Limits of the platform
    /// (30 a minute) are waited out.</summary>
    /// <param name="sql">The question; neither count(*) nor select *.</param>
    /// <param name="start">Rows from then on; the platform counts by the minute.</param>
    /// <param name="end">Rows until then; not over a day later.</param>
    /// <param name="row">How a row is read.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Faults.XmrtException">LogQueryRejected, NotFound where the project has not this interface yet, and the
    /// platforms' others.</exception>
    public Task<IReadOnlyList<T>> QueryLogsAsync<T>(
        string sql,
        DateTimeOffset start,
        DateTimeOffset end,
        JsonTypeInfo<T> row,
        INotices notices,
        CancellationToken cancellation) => AnalyticsAsync(
            PlatformRequest.Get(
                $"logs of project '{reference}'",
                $"v1/projects/{reference}/analytics/endpoints/logs",
                ("sql", sql),
                ("iso_timestamp_start", Iso(start)),
                ("iso_timestamp_end", Iso(end))) with
            { WaitsOutLimits = true, TryTimeout = s_logQuery },
            row,
            notices,
            cancellation);

    /// <summary>As the other one; rows of any columns.</summary>
    /// <exception cref="Faults.XmrtException">As the other one.</exception>
    public Task<IReadOnlyList<JsonElement>> QueryLogsAsync(
        string sql, DateTimeOffset start, DateTimeOffset end, INotices notices, CancellationToken cancellation) =>
        QueryLogsAsync(sql, start, end, SupabaseJson.Default.JsonElement, notices, cancellation);

    /// <summary>Requests to the services over time.</summary>
    /// <param name="interval">15min, 30min, 1hr, 3hr, 1day, 3day, 7day.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<SupabaseApiCount>> GetApiCountsAsync(
        string interval, INotices notices, CancellationToken cancellation) => AnalyticsAsync(
            PlatformRequest.Get(
                $"usage of project '{reference}'",
                $"v1/projects/{reference}/analytics/endpoints/usage.api-counts",
                ("interval", interval)),
            SupabaseJson.Default.SupabaseApiCount,
            notices,
            cancellation);

    /// <summary>Number of requests to the services in all; null where it is not told.</summary>
    public async Task<long?> GetRequestCountAsync(INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<JsonElement> rows = await AnalyticsAsync(
            PlatformRequest.Get(
                $"usage of project '{reference}'", $"v1/projects/{reference}/analytics/endpoints/usage.api-requests-count"),
            SupabaseJson.Default.JsonElement,
            notices,
            cancellation);
        return rows.Count > 0 && rows[0].ValueKind == JsonValueKind.Object
            && rows[0].TryGetProperty("count", out JsonElement count)
            && long.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
    }

    /// <summary>Calls, errors and durations of a function over time, in columns that are not documented.</summary>
    /// <param name="functionId">The function's identifier, not its slug.</param>
    /// <param name="interval">15min, 1hr, 3hr, 1day.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<JsonElement>> GetFunctionStatsAsync(
        string functionId, string interval, INotices notices, CancellationToken cancellation) => AnalyticsAsync(
            PlatformRequest.Get(
                $"function {functionId}",
                $"v1/projects/{reference}/analytics/endpoints/functions.combined-stats",
                ("interval", interval),
                ("function_id", functionId)),
            SupabaseJson.Default.JsonElement,
            notices,
            cancellation);

    private Task<IReadOnlyList<T>> AnalyticsAsync<T>(
        PlatformRequest request, JsonTypeInfo<T> row, INotices notices, CancellationToken cancellation) =>
        ExplainedAsync(
            () => http.ReadAsync(request, answer => AnalyticsAnswer.Read(answer, row, request), notices, cancellation),
            notices,
            cancellation);

    private static string Iso(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
