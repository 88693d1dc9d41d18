using System.Globalization;

namespace XmrtOps.Sandbox.Logs;

/// <summary>Functions over many rows. Where there is none they give 0, as the engine's do, and not NULL.</summary>
internal static partial class LogSqlFunctions
{
    private static readonly Dictionary<string, Func<LogSqlCall, LogSqlTerm>> s_aggregates = new(StringComparer.Ordinal)
    {
        ["count"] = call => Integer(
            call.With(0, 1).Count == 0 ? "count(*)" : $"count({(call.IsDistinct ? "DISTINCT " : "")}{call[0].Sql})"),
        ["countIf"] = call => Integer($"count(*) FILTER (WHERE {call.With(1).Condition(0)})"),
        ["sum"] = call => Sum(call.With(1), ""),
        ["sumIf"] = call => Sum(call.With(2), $" FILTER (WHERE {call.Condition(1)})"),
        ["avg"] = call => Real($"avg({call.With(1).Number(0).Sql})::double precision"),
        ["avgIf"] = call => Real($"(avg({call.With(2).Number(0).Sql}) FILTER (WHERE {call.Condition(1)}))::double precision"),
        ["min"] = call => Extreme("min", call),
        ["max"] = call => Extreme("max", call),
        ["any"] = call => Extreme("min", call),
        ["uniq"] = call => Integer($"count(DISTINCT {call.With(1)[0].Sql})"),
        ["uniqExact"] = call => Integer($"count(DISTINCT {call.With(1)[0].Sql})"),
        ["quantile"] = call => Quantile(call, "percentile_cont"),
        ["quantileExact"] = call => Quantile(call, "percentile_disc"),
        ["median"] = call => Quantile(call, "percentile_cont"),
    };

    private static LogSqlTerm Sum(LogSqlCall call, string filter)
    {
        var number = call.Number(0);
        return new($"coalesce(sum({number.Sql}){filter}, 0)", number.Type);
    }

    private static LogSqlTerm Extreme(string function, LogSqlCall call) => call.With(1)[0] switch
    {
        // PostgreSQL has no least uuid.
        { Type: LogSqlType.Uuid } id => Text($"{function}({id.Sql}::text)"),
        { Type: LogSqlType.Flag } flag => new($"{function}({flag.AsNumber(call.Name).Sql})", LogSqlType.Integer),
        { Type: LogSqlType.Map } map => throw LogSqlException.ArgumentType(call.Name, map.Type),
        var value => new($"{function}({value.Sql})", value.Type),
    };

    private static LogSqlTerm Quantile(LogSqlCall call, string function)
    {
        var level = call.Settings.Count switch
        {
            0 => 0.5,
            1 when double.TryParse(
                call.Settings[0].Sql.Split(':')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
                && read is >= 0 and <= 1 => read,
            _ => throw LogSqlException.ArgumentCount(call.Name, call.Settings.Count),
        };
        return Real(string.Create(
            CultureInfo.InvariantCulture, $"{function}({level}) WITHIN GROUP (ORDER BY {call.With(1).Number(0).Sql}::double precision)"));
    }
}
