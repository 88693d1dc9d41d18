using System.Globalization;
using System.Text;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Logs;

/// <summary>
/// The query for one page of a log, in ClickHouse's dialect. It keeps to functions that Supabase's own client uses, and
/// filters there: a line that is not wanted is not sent.
/// </summary>
internal sealed class LogStatement(LogRequest request, IReadOnlyList<SupabaseFunction>? functions)
{
    /// <summary>The most rows that the platform gives at once.</summary>
    public const int PageSize = 1_000;

    private const string Status = "toInt32OrZero(log_attributes['response.status_code'])";

    private const string Level = "lower(log_attributes['level'])";

    private static readonly string s_byStatus = ByStatus(Status);

    private readonly string _filter = Filter(request, functions);

    /// <summary>Names of the platform's logs that make up a source.</summary>
    public static IReadOnlyList<string> LogsOf(LogSource source) => source switch
    {
        LogSource.Function => ["function_edge_logs", "function_logs"],
        LogSource.Database => ["postgres_logs"],
        LogSource.Auth => ["auth_logs"],
        _ => ["edge_logs"],
    };

    /// <param name="span">What is wanted of the time, to the microsecond.</param>
    /// <param name="last">The last row of the page before; null for the first page of a window.</param>
    /// <param name="limit">Rows.</param>
    public string Page(LogSpan span, LogRow? last, int limit)
    {
        string order = request.OldestFirst ? "" : " desc";
        StringBuilder sql = new("select id, timestamp, source, event_message, log_attributes from logs where ");
        sql.Append(_filter);
        sql.Append(CultureInfo.InvariantCulture, $" and timestamp >= {Time(span.From)} and timestamp < {Time(span.Until)}");
        if (last is not null)
        {
            // What comes after that row. The first comparison is implied by the others, and can use an index.
            string beyond = request.OldestFirst ? ">" : "<";
            string time = Time(last.Timestamp);
            sql.Append(
                CultureInfo.InvariantCulture,
                $" and timestamp {beyond}= {time} and (timestamp {beyond} {time} or toString(id) {beyond} {Quote(last.Id)})");
        }

        // By text, as it is compared: the order of identifiers as such is the engine's own affair.
        return sql
            .Append(CultureInfo.InvariantCulture, $" order by timestamp{order}, toString(id){order} limit {limit}")
            .ToString();
    }

    /// <summary>A text of the engine's: nothing that it holds ends it.</summary>
    public static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)}'";

    private static string Filter(LogRequest request, IReadOnlyList<SupabaseFunction>? functions)
    {
        List<string> conditions = [In("source", LogsOf(request.Source))];
        if (request.Levels is { } levels)
        {
            conditions.Add(In(LevelOf(request.Source), levels.Select(level => level.ToString().ToLowerInvariant())));
        }

        if (request.Text is { } text)
        {
            conditions.Add($"positionCaseInsensitiveUTF8(event_message, {Quote(text)}) > 0");
        }

        if (request.Statuses is { } statuses)
        {
            string status = request.Source == LogSource.Auth ? "toInt32OrZero(log_attributes['status'])" : Status;
            conditions.Add($"({string.Join(" or ", statuses.Select(s => string.Create(
                CultureInfo.InvariantCulture, $"({status} >= {s.First} and {status} <= {s.Last})")))})");
        }

        if (functions is not null)
        {
            conditions.Add(In("log_attributes['function_id']", functions.Select(function => function.Id ?? "")));
        }

        return string.Join(" and ", conditions);
    }

    private static string LevelOf(LogSource source) => source switch
    {
        LogSource.Database =>
            "multiIf(upper(log_attributes['parsed.error_severity']) in ('ERROR', 'FATAL', 'PANIC'), 'error', "
            + "upper(log_attributes['parsed.error_severity']) = 'WARNING', 'warning', "
            + "upper(log_attributes['parsed.error_severity']) in ('LOG', 'INFO', 'NOTICE'), 'info', "
            + "log_attributes['parsed.error_severity'] = '', '', 'debug')",
        LogSource.Auth =>
            $"multiIf({Level} in ('error', 'fatal', 'panic') or toInt32OrZero(log_attributes['status']) >= 500, 'error', "
            + $"{Level} in ('warn', 'warning') or toInt32OrZero(log_attributes['status']) >= 400, 'warning', "
            + $"{Level} in ('debug', 'trace'), 'debug', {Level} = '', '', 'info')",
        LogSource.Function =>
            $"multiIf(source = 'function_edge_logs', {s_byStatus}, {Level} in ('error', 'fatal'), 'error', "
            + $"{Level} in ('warn', 'warning'), 'warning', {Level} in ('debug', 'trace'), 'debug', {Level} = '', '', 'info')",
        _ => s_byStatus,
    };

    private static string ByStatus(string status) =>
        $"multiIf({status} >= 500, 'error', {status} >= 400, 'warning', {status} >= 100, 'info', '')";

    private static string In(string what, IEnumerable<string> values) => $"{what} in ({string.Join(", ", values.Select(Quote))})";

    private static string Time(DateTimeOffset time) =>
        Time(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    // To as many digits as the engine wrote.
    private static string Time(string timestamp)
    {
        string plain = timestamp.TrimEnd('Z').Replace('T', ' ');
        int dot = plain.LastIndexOf('.');
        int digits = dot < 0 ? 0 : plain.Length - dot - 1;
        return string.Create(CultureInfo.InvariantCulture, $"toDateTime64({Quote(plain)}, {digits}, 'UTC')");
    }
}
