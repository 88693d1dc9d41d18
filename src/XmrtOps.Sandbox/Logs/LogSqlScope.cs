namespace XmrtOps.Sandbox.Logs;

/// <summary>What names mean in a log query: its own aliases first, as in the real engine, then the columns of logs.</summary>
internal sealed class LogSqlScope
{
    private static readonly Dictionary<string, LogSqlTerm> s_columns = new(StringComparer.Ordinal)
    {
        ["id"] = new("logs.id", LogSqlType.Uuid),
        ["timestamp"] = new("logs.\"timestamp\"", LogSqlType.Time),
        ["source"] = new("logs.source", LogSqlType.Text),
        ["event_message"] = new("logs.event_message", LogSqlType.Text),
        ["severity_text"] = new("logs.severity_text", LogSqlType.Text),
        ["log_attributes"] = new("logs.log_attributes", LogSqlType.Map),
    };

    private readonly Dictionary<string, LogSqlTerm> _aliases = new(StringComparer.Ordinal);

    /// <summary>The name that stands for the table, when it was given one.</summary>
    public string? Table { get; set; }

    /// <summary>Aliases count once the list of what is selected has been read: none can refer to itself.</summary>
    public bool SeesAliases { get; set; }

    public void Name(string alias, LogSqlTerm term) => _aliases[alias] = term;

    public LogSqlTerm Find(string name) =>
        SeesAliases && _aliases.TryGetValue(name, out var aliased) ? aliased
        : s_columns.TryGetValue(name, out var column) ? column
        : _aliases.TryGetValue(name, out aliased) ? aliased
        : throw LogSqlException.UnknownIdentifier(name);

    public LogSqlTerm FindQualified(string table, string name) =>
        table == "logs" || table == Table
            ? s_columns.TryGetValue(name, out var column) ? column : throw LogSqlException.UnknownIdentifier($"{table}.{name}")
            : throw LogSqlException.UnknownIdentifier($"{table}.{name}");
}
