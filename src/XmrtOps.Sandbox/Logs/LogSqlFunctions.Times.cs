namespace XmrtOps.Sandbox.Logs;

/// <summary>Times: the engine keeps them in UTC, and so does the table.</summary>
internal static partial class LogSqlFunctions
{
    private static readonly Dictionary<string, Func<LogSqlCall, LogSqlTerm>> s_times = new(StringComparer.Ordinal)
    {
        ["now"] = call => Now(call.With(0, 1)),
        ["now64"] = call => Now(call.With(0, 2)),
        ["today"] = call => Time($"date_trunc('day', {Now(call.With(0)).Sql})"),
        ["toDateTime"] = call => Time($"date_trunc('second', {call.With(1, 2).Time(0)})"),
        ["toDateTime64"] = call => Time(call.With(2, 3).Time(0)),
        ["parseDateTimeBestEffort"] = call => Time($"date_trunc('second', {call.With(1, 2).Time(0)})"),
        ["parseDateTime64BestEffort"] = call => Time(call.With(1, 3).Time(0)),
        ["toStartOfSecond"] = call => Truncated(call, "second"),
        ["toStartOfMinute"] = call => Truncated(call, "minute"),
        ["toStartOfFiveMinutes"] = call => Floored(call.With(1).Time(0), "300"),
        ["toStartOfTenMinutes"] = call => Floored(call.With(1).Time(0), "600"),
        ["toStartOfFifteenMinutes"] = call => Floored(call.With(1).Time(0), "900"),
        ["toStartOfHour"] = call => Truncated(call, "hour"),
        ["toStartOfDay"] = call => Truncated(call, "day"),
        ["toStartOfInterval"] = call => Floored(
            call.With(2).Time(0), $"extract(epoch from {call[1].As(LogSqlType.Interval, call.Name)})"),
        ["toUnixTimestamp"] = call => Integer($"floor({Epoch(call)})::bigint"),
        ["toUnixTimestamp64Milli"] = call => Integer($"floor({Epoch(call)} * 1000)::bigint"),
        ["toUnixTimestamp64Micro"] = call => Integer($"floor({Epoch(call)} * 1000000)::bigint"),
        ["fromUnixTimestamp64Milli"] = call => FromEpoch(call, 1_000),
        ["fromUnixTimestamp64Micro"] = call => FromEpoch(call, 1_000_000),
        ["toIntervalSecond"] = call => Interval(call, "second"),
        ["toIntervalMinute"] = call => Interval(call, "minute"),
        ["toIntervalHour"] = call => Interval(call, "hour"),
        ["toIntervalDay"] = call => Interval(call, "day"),
        ["subtractMinutes"] = call => Shifted(call, "-", "minute"),
        ["subtractHours"] = call => Shifted(call, "-", "hour"),
        ["subtractDays"] = call => Shifted(call, "-", "day"),
        ["addMinutes"] = call => Shifted(call, "+", "minute"),
        ["addHours"] = call => Shifted(call, "+", "hour"),
    };

    private static LogSqlTerm Now(LogSqlCall call) => Time(
        call.Name == "now" ? "date_trunc('second', timezone('UTC', now()))" : "timezone('UTC', now())");

    private static LogSqlTerm Truncated(LogSqlCall call, string unit) =>
        Time($"date_trunc('{unit}', {call.With(1).Time(0)})");

    private static LogSqlTerm Floored(string time, string seconds) => Time(
        $"timezone('UTC', to_timestamp(floor(extract(epoch from {time}) / {seconds}) * {seconds}))");

    private static string Epoch(LogSqlCall call) => $"extract(epoch from {call.With(1).Time(0)})::numeric";

    private static LogSqlTerm FromEpoch(LogSqlCall call, int units) => Time(
        $"(timestamp '1970-01-01' + {call.With(1, 2).Number(0).Sql} * interval '{1_000_000 / units} microsecond')");

    private static LogSqlTerm Interval(LogSqlCall call, string unit) =>
        new($"({call.With(1).Number(0).Sql} * interval '1 {unit}')", LogSqlType.Interval);

    private static LogSqlTerm Shifted(LogSqlCall call, string sign, string unit) =>
        Time($"({call.With(2).Time(0)} {sign} {call.Number(1).Sql} * interval '1 {unit}')");
}
