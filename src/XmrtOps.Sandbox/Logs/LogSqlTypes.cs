using System.Globalization;

namespace XmrtOps.Sandbox.Logs;

/// <summary>Which values of a log query go together. As in the real engine, text is no number, whatever it looks like.</summary>
internal static class LogSqlTypes
{
    /// <summary>The engine's name of a type.</summary>
    public static string Name(LogSqlType type) => type switch
    {
        LogSqlType.Text => "String",
        LogSqlType.Integer => "Int64",
        LogSqlType.Real => "Float64",
        LogSqlType.Flag => "UInt8",
        LogSqlType.Time => "DateTime64(6)",
        LogSqlType.Uuid => "UUID",
        LogSqlType.Map => "Map(String, String)",
        LogSqlType.Nothing => "Nullable(Nothing)",
        _ => type.ToString(),
    };

    public static bool IsNumber(LogSqlType type) => type is LogSqlType.Integer or LogSqlType.Real or LogSqlType.Flag;

    /// <summary>Makes two values one type, so that they can be compared or take each other's place.</summary>
    public static (LogSqlTerm Left, LogSqlTerm Right) Align(
        string operation, LogSqlTerm left, LogSqlTerm right, LogSqlParameters parameters)
    {
        if (left.Type == right.Type || left.Type == LogSqlType.Nothing || right.Type == LogSqlType.Nothing) return (left, right);
        if (IsNumber(left.Type) && IsNumber(right.Type)) return (left.AsNumber(operation), right.AsNumber(operation));
        if (right.Literal is not null && Reads(left.Type)) return (left, Read(right.Literal, left.Type, parameters));
        if (left.Literal is not null && Reads(right.Type)) return (Read(left.Literal, right.Type, parameters), right);

        throw LogSqlException.Types(operation, left.Type, right.Type);
    }

    /// <summary>A time as the engine reads it: with or without a zone, UTC where there is none.</summary>
    public static LogSqlTerm ReadTime(string text, LogSqlParameters parameters) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? parameters.Time(time)
            : throw LogSqlException.Unparsable(text, "DateTime64");

    private static bool Reads(LogSqlType type) => type is LogSqlType.Time or LogSqlType.Uuid;

    private static LogSqlTerm Read(string text, LogSqlType type, LogSqlParameters parameters) => type switch
    {
        LogSqlType.Time => ReadTime(text, parameters),
        _ when Guid.TryParse(text, out var id) => parameters.Uuid(id),
        _ => throw LogSqlException.Unparsable(text, "UUID"),
    };
}
