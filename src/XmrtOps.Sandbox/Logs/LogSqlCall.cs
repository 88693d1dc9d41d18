namespace XmrtOps.Sandbox.Logs;

/// <summary>A call of a function in a log query.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Settings">The first of two pairs of parentheses: quantile(0.95)(x).</param>
/// <param name="IsDistinct">count(distinct x).</param>
/// <param name="Parameters">The values of the query.</param>
internal sealed record LogSqlCall(
    string Name,
    IReadOnlyList<LogSqlTerm> Arguments,
    IReadOnlyList<LogSqlTerm> Settings,
    bool IsDistinct,
    LogSqlParameters Parameters)
{
    public int Count => Arguments.Count;

    public LogSqlTerm this[int index] => index < Count ? Arguments[index] : throw LogSqlException.ArgumentCount(Name, Count);

    public string Text(int index) => this[index].As(LogSqlType.Text, Name);

    public string Condition(int index) => this[index].AsCondition(Name);

    public LogSqlTerm Number(int index) => this[index].AsNumber(Name);

    public string Time(int index) => this[index] switch
    {
        { Type: LogSqlType.Time } time => time.Sql,
        { Literal: { } text } => LogSqlTypes.ReadTime(text, Parameters).Sql,
        var other => throw LogSqlException.ArgumentType(Name, other.Type),
    };

    /// <summary>Refuses what has another number of arguments.</summary>
    public LogSqlCall With(int least, int most) =>
        Count >= least && Count <= most ? this : throw LogSqlException.ArgumentCount(Name, Count);

    public LogSqlCall With(int exactly) => With(exactly, exactly);
}
