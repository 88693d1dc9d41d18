namespace XmrtOps.Sandbox.Logs;

/// <summary>The functions of the log engine that the stand-in knows, each as PostgreSQL has it.</summary>
internal static partial class LogSqlFunctions
{
    private const string WholeNumber = "'^[+-]?[0-9]{1,18}$'";
    private const string AnyNumber = @"'^[+-]?[0-9]{1,18}(\.[0-9]{0,18})?$'";

    private static readonly Dictionary<string, Func<LogSqlCall, LogSqlTerm>> s_functions = new(StringComparer.Ordinal)
    {
        ["toInt32OrZero"] = call => OrZero(call, int.MinValue, int.MaxValue),
        ["toInt64OrZero"] = call => OrZero(call, long.MinValue + 1, long.MaxValue),
        ["toUInt16OrZero"] = call => OrZero(call, 0, ushort.MaxValue),
        ["toUInt32OrZero"] = call => OrZero(call, 0, uint.MaxValue),
        ["toFloat64OrZero"] = call => Real($"(CASE WHEN {call.With(1).Text(0)} ~ {AnyNumber} THEN {call.Text(0)}::double precision ELSE 0 END)"),
        ["toInt64"] = ToInteger,
        ["toInt32"] = ToInteger,
        ["toFloat64"] = call => Real($"({(call.With(1)[0].Type == LogSqlType.Text ? call.Text(0) : call.Number(0).Sql)})::double precision"),
        ["toString"] = ToText,
        ["lower"] = call => Text($"lower({call.With(1).Text(0)})"),
        ["upper"] = call => Text($"upper({call.With(1).Text(0)})"),
        ["trim"] = call => Text($"btrim({call.With(1).Text(0)})"),
        ["length"] = call => Integer($"octet_length({call.With(1).Text(0)})"),
        ["concat"] = call => Text($"({string.Join(" || ", Enumerable.Range(0, call.With(1, 99).Count).Select(call.Text))})"),
        ["substring"] = call => Text($"substr({call.With(2, 3).Text(0)}, {Rest(call)})"),
        ["startsWith"] = call => Flag($"(starts_with({call.With(2).Text(0)}, {call.Text(1)}))"),
        ["endsWith"] = call => Flag($"(right({call.With(2).Text(0)}, length({call.Text(1)})) = {call.Text(1)})"),
        ["position"] = call => Integer($"strpos({call.With(2).Text(0)}, {call.Text(1)})"),
        ["positionUTF8"] = call => Integer($"strpos({call.With(2).Text(0)}, {call.Text(1)})"),
        ["positionCaseInsensitive"] = PositionCaseInsensitive,
        ["positionCaseInsensitiveUTF8"] = PositionCaseInsensitive,
        ["match"] = call => Flag($"({call.With(2).Text(0)} ~ {call.Text(1)})"),
        ["extract"] = call => Text($"coalesce(substring({call.With(2).Text(0)} from {call.Text(1)}), '')"),
        ["replaceRegexpAll"] = call => Text($"regexp_replace({call.With(3).Text(0)}, {call.Text(1)}, {call.Text(2)}, 'g')"),
        ["empty"] = call => Flag($"({call.With(1).Text(0)} = '')"),
        ["notEmpty"] = call => Flag($"({call.With(1).Text(0)} <> '')"),
        ["mapContains"] = call => Flag($"({call.With(2)[0].As(LogSqlType.Map, call.Name)} ? {call.Text(1)})"),
        ["if"] = call => Choose(call.With(3)),
        ["multiIf"] = call => Choose(call),
        ["coalesce"] = Coalesce,
        ["ifNull"] = call => Coalesce(call.With(2)),
        ["round"] = call => Real($"round({call.With(1, 2).Number(0).Sql}::numeric{(call.Count == 2 ? $", ({call.Number(1).Sql})::integer" : "")})"),
        ["floor"] = call => Real($"floor({call.With(1).Number(0).Sql})"),
        ["intDiv"] = call => Integer($"div({call.With(2).Number(0).Sql}::numeric, {call.Number(1).Sql}::numeric)::bigint"),
        ["greatest"] = call => Pick("greatest", call),
        ["least"] = call => Pick("least", call),
        ["not"] = call => Flag($"(NOT {call.With(1).Condition(0)})"),
        ["toUUID"] = call => call.With(1)[0].Literal is { } text && Guid.TryParse(text, out var id)
            ? call.Parameters.Uuid(id)
            : throw LogSqlException.ArgumentType(call.Name, call[0].Type),
    };

    /// <exception cref="LogSqlException">There is none of that name, or not with these arguments.</exception>
    public static LogSqlTerm Translate(LogSqlCall call)
    {
        var known = Find(call.Name) ?? throw LogSqlException.UnknownFunction(call.Name);
        var isParametric = call.Name.StartsWith("quantile", StringComparison.Ordinal);
        if ((call.Settings.Count > 0 && !isParametric) || (call.IsDistinct && !call.Name.Equals("count", StringComparison.OrdinalIgnoreCase)))
        {
            throw LogSqlException.ArgumentCount(call.Name, call.Count);
        }

        return known(call);
    }

    // Functions of standard SQL are known in any case, the engine's own only as they are written.
    private static Func<LogSqlCall, LogSqlTerm>? Find(string name) =>
        s_functions.GetValueOrDefault(name) ?? s_times.GetValueOrDefault(name) ?? s_aggregates.GetValueOrDefault(name)
        ?? (name.Any(char.IsAsciiLetterUpper) && name.All(letter => !char.IsAsciiLetterLower(letter)) ? Find(name.ToLowerInvariant()) : null);

    private static LogSqlTerm OrZero(LogSqlCall call, long least, long most)
    {
        var text = call.With(1).Text(0);
        return Integer(
            $"(CASE WHEN {text} ~ {WholeNumber} AND {text}::bigint BETWEEN {least} AND {most} THEN {text}::bigint ELSE 0 END)");
    }

    private static LogSqlTerm ToInteger(LogSqlCall call) => Integer(
        call.With(1)[0].Type == LogSqlType.Text ? $"({call.Text(0)}::bigint)" : $"(trunc({call.Number(0).Sql})::bigint)");

    private static LogSqlTerm ToText(LogSqlCall call) => call.With(1)[0] switch
    {
        { Type: LogSqlType.Text } text => text,
        { Type: LogSqlType.Time } time => Text($"to_char({time.Sql}, 'YYYY-MM-DD HH24:MI:SS.US')"),
        { Type: LogSqlType.Uuid } id => Text($"({id.Sql}::text)"),
        var number => Text($"({number.AsNumber(call.Name).Sql}::text)"),
    };

    private static LogSqlTerm PositionCaseInsensitive(LogSqlCall call) =>
        Integer($"strpos(lower({call.With(2).Text(0)}), lower({call.Text(1)}))");

    private static string Rest(LogSqlCall call) =>
        string.Join(", ", Enumerable.Range(1, call.Count - 1).Select(index => $"({call.Number(index).Sql})::integer"));

    private static LogSqlTerm Choose(LogSqlCall call)
    {
        if (call.Count < 3 || call.Count % 2 == 0) throw LogSqlException.ArgumentCount(call.Name, call.Count);

        var values = Aligned(call, [.. Enumerable.Range(0, call.Count / 2).Select(pair => pair * 2 + 1), call.Count - 1]);
        var cases = Enumerable.Range(0, call.Count / 2).Select(pair => $"WHEN {call.Condition(pair * 2)} THEN {values[pair].Sql}");
        return new($"(CASE {string.Join(' ', cases)} ELSE {values[^1].Sql} END)", TypeOf(values));
    }

    private static LogSqlTerm Coalesce(LogSqlCall call) => Pick("coalesce", call);

    private static LogSqlTerm Pick(string function, LogSqlCall call)
    {
        var values = Aligned(call.With(1, 99), [.. Enumerable.Range(0, call.Count)]);
        return new($"{function}({string.Join(", ", values.Select(value => value.Sql))})", TypeOf(values));
    }

    /// <summary>These arguments, made one type.</summary>
    private static LogSqlTerm[] Aligned(LogSqlCall call, int[] indexes)
    {
        var values = indexes.Select(index => call[index]).ToArray();
        var model = values.FirstOrDefault(value => value.Type != LogSqlType.Nothing && value.Literal is null, values[0]);
        return [.. values.Select(value => LogSqlTypes.Align(call.Name, model, value, call.Parameters).Right)];
    }

    private static LogSqlType TypeOf(LogSqlTerm[] values) =>
        values.Any(value => value.Type == LogSqlType.Real) ? LogSqlType.Real
        : values.FirstOrDefault(value => value.Type != LogSqlType.Nothing, values[0]).Type;

    private static LogSqlTerm Text(string sql) => new(sql, LogSqlType.Text);

    private static LogSqlTerm Integer(string sql) => new(sql, LogSqlType.Integer);

    private static LogSqlTerm Real(string sql) => new(sql, LogSqlType.Real);

    private static LogSqlTerm Flag(string sql) => new(sql, LogSqlType.Flag);

    private static LogSqlTerm Time(string sql) => new(sql, LogSqlType.Time);
}
