namespace XmrtOps.Sandbox.Logs;

/// <summary>A translated part of a log query.</summary>
/// <param name="Sql">What PostgreSQL is asked, in parentheses where it is more than one word.</param>
/// <param name="Type">What it gives.</param>
internal readonly record struct LogSqlTerm(string Sql, LogSqlType Type)
{
    /// <summary>The text, where it is a text that stands in the query.</summary>
    public string? Literal { get; init; }

    /// <summary>The parts of a tuple.</summary>
    public IReadOnlyList<LogSqlTerm>? Items { get; init; }

    public string AsCondition(string of) => Type switch
    {
        LogSqlType.Flag => Sql,
        LogSqlType.Integer or LogSqlType.Real => $"({Sql} <> 0)",
        _ => throw LogSqlException.ArgumentType(of, Type),
    };

    public LogSqlTerm AsNumber(string of) => Type switch
    {
        LogSqlType.Flag => new($"{Sql}::integer", LogSqlType.Integer),
        LogSqlType.Integer or LogSqlType.Real => this,
        _ => throw LogSqlException.ArgumentType(of, Type),
    };

    public string As(LogSqlType type, string of) => Type == type ? Sql : throw LogSqlException.ArgumentType(of, Type);
}
