using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Platforms.Supabase;

/// <summary>The log engine.</summary>
internal sealed partial class SupabaseClient
{
    private const string MinuteFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly TimeSpan s_longestQuery = TimeSpan.FromSeconds(40);

    /// <summary>Runs one log query.</summary>
    /// <param name="sql">A SELECT from logs, in ClickHouse's dialect, of a thousand rows at most.</param>
    /// <param name="from">First instant, at a whole minute.</param>
    /// <param name="until">The end, at a whole minute and a day later at most.</param>
    /// <param name="heard">Is told the headers of the answer.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">LogQueryRefused, and the conditions of the platforms.</exception>
    public async Task<IReadOnlyList<LogRow>> QueryLogsAsync(
        string sql,
        DateTimeOffset from,
        DateTimeOffset until,
        Action<Func<string, string?>>? heard,
        INotices notices,
        CancellationToken cancellation)
    {
        PlatformRequest request = PlatformRequest.Get(
            "log of this project",
            $"v1/projects/{reference}/analytics/endpoints/logs",
            ("sql", sql),
            ("iso_timestamp_start", from.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture)),
            ("iso_timestamp_end", until.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture))) with
        {
            Heard = heard,
            TryTimeout = s_longestQuery,
        };
        LogReply reply = await http.ReadAsync(request, SupabaseJson.Default.LogReply, notices, cancellation);
        return reply.Error is { } error
            ? throw Errors.LogQueryRefused(Display.OneLine(SecretText.MaskIn(error), 300))
            : reply.Rows;
    }

    /// <summary>Names and identifiers of the edge functions.</summary>
    public Task<FunctionIdentity[]> GetFunctionIdentitiesAsync(INotices notices, CancellationToken cancellation) => http.ReadAsync(
        PlatformRequest.Get("list of edge functions", $"v1/projects/{reference}/functions"),
        SupabaseJson.Default.FunctionIdentityArray,
        notices,
        cancellation);
}
