using System.Globalization;
using System.Text;

namespace XmrtOps.Sandbox.Logs;

/// <summary>
/// Turns a log query (one SELECT from logs in ClickHouse's dialect, as the Management API takes it) into one of
/// PostgreSQL. What is neither known nor allowed is an error, so that no query is answered with less than it asked for.
/// </summary>
internal sealed class LogSqlTranslator
{
    /// <summary>The most rows that a reply holds.</summary>
    public const int MostRows = 1_000;

    private readonly LogSqlTokens _tokens;
    private readonly LogSqlScope _scope = new();
    private readonly LogSqlParameters _parameters = new();
    private readonly LogSqlExpressions _expressions;
    private readonly List<(LogSqlColumn Column, LogSqlTerm Term)> _selected = [];

    private LogSqlTranslator(string sql)
    {
        _tokens = new LogSqlTokens(sql);
        _expressions = new LogSqlExpressions(_tokens, _scope, _parameters);
    }

    /// <param name="sql">The query.</param>
    /// <param name="table">The table that holds the rows, as PostgreSQL names it.</param>
    /// <param name="from">First instant that is looked at.</param>
    /// <param name="until">The end of what is looked at, itself not included.</param>
    /// <exception cref="LogSqlException">It is none that the engine would run.</exception>
    public static LogQuery Translate(string sql, string table, DateTimeOffset from, DateTimeOffset until) =>
        new LogSqlTranslator(sql).Translate(table, from, until);

    private LogQuery Translate(string table, DateTimeOffset from, DateTimeOffset until)
    {
        if (!_tokens.TakeWord("select")) throw LogSqlException.NotAllowed("Only SELECT queries are allowed");

        var sql = new StringBuilder("SELECT ").Append(_tokens.TakeWord("distinct") ? "DISTINCT " : "");
        ReadSelected();
        _tokens.RequireWord("from");
        ReadTable();
        _scope.SeesAliases = true;
        sql.AppendJoin(", ", _selected.Select(selected => selected.Term.Sql));
        sql.Append(CultureInfo.InvariantCulture,
            $" FROM {table} AS logs WHERE logs.\"timestamp\" >= {_parameters.Time(from).Sql} AND logs.\"timestamp\" < {_parameters.Time(until).Sql}");
        if (_tokens.TakeWord("where")) sql.Append(" AND ").Append(_expressions.Read().AsCondition("where"));
        if (TakeClause("group")) sql.Append(" GROUP BY ").AppendJoin(", ", ReadList(ReadReference));
        if (_tokens.TakeWord("having")) sql.Append(" HAVING ").Append(_expressions.Read().AsCondition("having"));
        if (TakeClause("order")) sql.Append(" ORDER BY ").AppendJoin(", ", ReadList(ReadOrder));
        ReadLimit(sql);
        _tokens.TakeSymbol(";");
        if (_tokens.Current.Kind != LogSqlTokenKind.End) throw LogSqlException.Syntax(_tokens.Current);

        return new LogQuery(sql.ToString(), [.. _selected.Select(selected => selected.Column)], _parameters);
    }

    private void ReadSelected()
    {
        do
        {
            var start = _tokens.Current;
            var term = _expressions.Read();
            if (term.Type is LogSqlType.Tuple or LogSqlType.Interval) throw LogSqlException.ArgumentType("select", term.Type);

            var alias = _tokens.TakeWord("as") ? _tokens.TakeName() ?? throw LogSqlException.Syntax(_tokens.Current) : _tokens.TakeName();
            var name = alias ?? NameOf(start, term);
            if (alias is not null) _scope.Name(alias, term);
            _selected.Add((new LogSqlColumn(name, term.Type), term));
        }
        while (_tokens.TakeSymbol(","));
    }

    // The engine names a column by its text; ours differs in its blanks, and who reads such a column gives it an alias.
    private string NameOf(LogSqlToken start, LogSqlTerm term) =>
        term.Sql.StartsWith("logs.", StringComparison.Ordinal) ? term.Sql["logs.".Length..].Trim('"')
        : _selected.Any(selected => selected.Column.Name == start.Text) ? $"{start.Text}_{_selected.Count + 1}"
        : start.Kind == LogSqlTokenKind.Word && _tokens.Current.Kind != LogSqlTokenKind.End ? $"{start.Text}()"
        : start.Text;

    private void ReadTable()
    {
        if (_tokens.Current.IsSymbol("(")) throw LogSqlException.NotAllowed("Only one SELECT from logs is allowed");

        var table = _tokens.TakeName() ?? throw LogSqlException.Syntax(_tokens.Current);
        if (table != "logs") throw new LogSqlException(60, $"Table {table} does not exist; the only table is logs");

        var hasAlias = _tokens.TakeWord("as");
        _scope.Table = _tokens.TakeName();
        if (hasAlias && _scope.Table is null) throw LogSqlException.Syntax(_tokens.Current);
    }

    private bool TakeClause(string word)
    {
        if (!_tokens.TakeWord(word)) return false;

        _tokens.RequireWord("by");
        return true;
    }

    private List<string> ReadList(Func<string> read)
    {
        var items = new List<string>();
        do items.Add(read());
        while (_tokens.TakeSymbol(","));
        return items;
    }

    private string ReadReference()
    {
        if (_tokens.Current.Kind != LogSqlTokenKind.Number) return _expressions.Read().Sql;

        var position = _tokens.RequireCount();
        return position >= 1 && position <= _selected.Count
            ? _selected[position - 1].Term.Sql
            : throw new LogSqlException(43, $"Positional argument {position} is out of bounds");
    }

    // NULL, which only calculations give, comes last there either way. A column holds none, and its index is wanted.
    private string ReadOrder()
    {
        var term = ReadReference();
        var isDescending = _tokens.TakeWord("desc");
        if (!isDescending) _tokens.TakeWord("asc");
        return !isDescending ? term
            : term.StartsWith("logs.", StringComparison.Ordinal) ? $"{term} DESC"
            : $"{term} DESC NULLS LAST";
    }

    private void ReadLimit(StringBuilder sql)
    {
        var limit = MostRows;
        var offset = 0;
        if (_tokens.TakeWord("limit"))
        {
            limit = _tokens.RequireCount();
            if (_tokens.TakeSymbol(",")) (offset, limit) = (limit, _tokens.RequireCount());
        }

        if (_tokens.TakeWord("offset")) offset = _tokens.RequireCount();
        if (limit > MostRows) throw LogSqlException.NotAllowed($"LIMIT must not exceed {MostRows}");

        sql.Append(CultureInfo.InvariantCulture, $" LIMIT {limit} OFFSET {offset}");
    }
}
