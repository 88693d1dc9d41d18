using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

// Pages of the logs.
internal sealed partial class SupabaseClient
{
    /// <summary>A page of the logs: as QueryLogsAsync, of the columns id, timestamp, source, event_message, log_attributes.</summary>
    /// <param name="sql">A SELECT of these columns.</param>
    /// <param name="from">First instant, at a whole minute.</param>
    /// <param name="until">The end, at a whole minute and a day later at most.</param>
    /// <param name="patience">For its tries and waits.</param>
    /// <param name="heard">Is told the headers of the answer.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">LogQueryRejected, and the conditions of the platforms.</exception>
    public Task<IReadOnlyList<LogRow>> ReadLogRowsAsync(
        string sql,
        DateTimeOffset from,
        DateTimeOffset until,
        TimeSpan patience,
        Action<Func<string, string?>> heard,
        INotices notices,
        CancellationToken cancellation)
    {
        PlatformRequest request = PlatformRequest.Get(
            $"logs of project '{reference}'",
            $"v1/projects/{reference}/analytics/endpoints/logs",
            ("sql", sql),
            ("iso_timestamp_start", Iso(from)),
            ("iso_timestamp_end", Iso(until))) with
        { WaitsOutLimits = true, Patience = patience, TryTimeout = s_logQuery };
        return ExplainedAsync(
            () => http.ReadAsync(
                request,
                answer =>
                {
                    heard(answer.Header);
                    return AnalyticsAnswer.Read(answer, new LogRowReader().Read, request);
                },
                notices,
                cancellation),
            notices,
            cancellation);
    }
}
