using System.Globalization;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>Counts refused calls in the platform's logs, grouped there: a query a day and kind of log.</summary>
internal sealed class RefusedCallReader(XmrtConnection connection, INotices notices)
{
    /// <summary>Logs of the services that answer over HTTP. Requests of functions and of Auth are in edge_logs, too: they are
    /// counted where the service itself says why.</summary>
    public const string HttpCalls = """
        select source, toInt32OrZero(if(source = 'auth_logs', log_attributes['status'], log_attributes['response.status_code'])) as status,
          multiIf(source = 'function_edge_logs', log_attributes['request.pathname'], source = 'auth_logs', log_attributes['path'], log_attributes['request.path']) as called,
          log_attributes['function_id'] as fn, if(log_attributes['execution_id'] = '', 0, 1) as executed,
          if(log_attributes['error_code'] = '', extract(log_attributes['error'], '([a-z]+_[a-z_]+)'), log_attributes['error_code']) as code,
          multiIf(positionCaseInsensitive(event_message, 'expired') > 0, 'expired', positionCaseInsensitive(event_message, 'signature') > 0, 'signature', '') as hint,
          if(log_attributes['request.sb.jwt.authorization.invalid'] = '', 0, 1) as token_invalid,
          log_attributes['request.sb.jwt.authorization.payload.algorithm'] as algorithm,
          multiIf(log_attributes['request.sb.jwt.authorization.payload.expires_at'] = '', '',
            toInt64OrZero(log_attributes['request.sb.jwt.authorization.payload.expires_at']) <= toUnixTimestamp(timestamp), 'yes', 'no') as token_expired,
          if(log_attributes['request.sb.apikey.apikey.prefix'] = '', 0, 1) as new_key,
          if(log_attributes['request.sb.apikey.apikey.error'] = '', 0, 1) as key_invalid,
          if(log_attributes['remote_addr'] = '', log_attributes['request.headers.cf_connecting_ip'], log_attributes['remote_addr']) as address,
          '' as table_name, count() as calls, min(timestamp) as first_seen, max(timestamp) as last_seen
        from logs where source in ('function_edge_logs', 'auth_logs', 'edge_logs')
          and (source != 'edge_logs' or (not startsWith(log_attributes['request.path'], '/functions/v1/') and not startsWith(log_attributes['request.path'], '/auth/v1/')))
        """;

    /// <summary>What PostgreSQL refused: the REST service answers it with 401 or 403.</summary>
    public const string DatabaseDenials = """
        select source, 0 as status, '' as called, '' as fn, 0 as executed, log_attributes['parsed.user_name'] as code,
          multiIf(positionCaseInsensitive(event_message, 'row-level security') > 0, 'policy', positionCaseInsensitive(event_message, 'permission denied') > 0, 'grant', '') as hint,
          0 as token_invalid, '' as algorithm, '' as token_expired, 0 as new_key, 0 as key_invalid, '' as address,
          extract(event_message, 'for table "?([^"]+)') as table_name, count() as calls, min(timestamp) as first_seen, max(timestamp) as last_seen
        from logs where source = 'postgres_logs' and log_attributes['parsed.sql_state_code'] = '42501'
        """;

    private const string ByCall =
        " group by source, status, called, fn, executed, code, hint, token_invalid, algorithm, token_expired, new_key, key_invalid, address";

    // The others are constants.
    private const string ByDenial = " group by source, code, hint, table_name";

    private LogFunctions? _functions;

    /// <param name="statuses">HTTP statuses that count as refused; none where the question says it by itself.</param>
    /// <param name="question">One of the two above.</param>
    /// <param name="span">When.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<RefusedCalls>> ReadAsync(
        string question, IReadOnlyList<int> statuses, LogSpan span, CancellationToken cancellation)
    {
        LogFunctions functions = _functions ??= await LogFunctions.ReadAsync(connection, null, notices, cancellation);
        List<RefusedCalls> found = [];
        foreach (LogSpan window in span.Windows(oldestFirst: false))
        {
            string sql = question + Statuses(statuses)
                + $" and timestamp >= {Time(Later(span.From, window.From))} and timestamp < {Time(Earlier(span.Until, window.Until))}"
                + (question == HttpCalls ? ByCall : ByDenial) + " order by calls desc, last_seen desc limit 1000";
            IReadOnlyList<JsonElement> rows = await connection.Supabase.QueryLogsAsync(
                sql.ReplaceLineEndings(" "), window.From, window.Until, notices, cancellation);
            if (rows.Count == LogStatement.PageSize)
            {
                notices.Warn("The platform gives no more than 1000 groups of a day: the rarest are left out. A shorter time has all.");
            }

            found.AddRange(rows.Select(row => Of(row, functions.Names)));
        }

        return [.. found.GroupBy(calls => calls with { Calls = 0, FirstSeen = default, LastSeen = default }).Select(same => same.Key with
        {
            Calls = same.Sum(calls => calls.Calls),
            FirstSeen = same.Min(calls => calls.FirstSeen),
            LastSeen = same.Max(calls => calls.LastSeen),
        })];
    }

    private static RefusedCalls Of(JsonElement row, IReadOnlyDictionary<string, string> names)
    {
        string? function = Text(row, "fn");
        return new RefusedCalls
        {
            Source = Text(row, "source") ?? "",
            Status = Number(row, "status") is > 0 and var status ? (int)status : null,
            Path = Text(row, "called") is { } path ? State.SecretText.MaskIn(path.Split('?')[0]) : null,
            Function = function is null ? null : names.GetValueOrDefault(function, function),
            WasExecuted = Number(row, "executed") != 0,
            Code = Text(row, "code"),
            Hint = Text(row, "hint"),
            IsTokenInvalid = Number(row, "token_invalid") != 0,
            Algorithm = Text(row, "algorithm"),
            IsTokenExpired = Text(row, "token_expired") switch { "yes" => true, "no" => false, _ => null },
            Table = Text(row, "table_name"),
            HasNewKey = Number(row, "new_key") != 0,
            IsKeyInvalid = Number(row, "key_invalid") != 0,
            Address = Text(row, "address"),
            Calls = Number(row, "calls"),
            FirstSeen = LogEntries.ReadTime(Text(row, "first_seen") ?? ""),
            LastSeen = LogEntries.ReadTime(Text(row, "last_seen") ?? ""),
        };
    }

    // The engine says that all values are texts; numbers come as such all the same.
    private static string? Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement value) && value.ToString() is { Length: > 0 } text
            ? text
            : null;

    private static long Number(JsonElement row, string name) =>
        long.TryParse(Text(row, name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static string Statuses(IReadOnlyList<int> statuses) => statuses.Count == 0
        ? ""
        : $" and toInt32OrZero(if(source = 'auth_logs', log_attributes['status'], log_attributes['response.status_code'])) in ({string.Join(", ", statuses.Select(s => s.ToString(CultureInfo.InvariantCulture)))})";

    private static string Time(DateTimeOffset time) =>
        $"toDateTime64('{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}', 6, 'UTC')";

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
