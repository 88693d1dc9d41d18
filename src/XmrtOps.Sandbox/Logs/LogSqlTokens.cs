namespace XmrtOps.Sandbox.Logs;

/// <summary>The tokens of a log query, taken one by one.</summary>
internal sealed class LogSqlTokens(string sql)
{
    private readonly List<LogSqlToken> _tokens = LogSqlLexer.Read(sql);
    private int _at;

    public LogSqlToken Current => _tokens[_at];

    public LogSqlToken Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public LogSqlToken Take() => _tokens[_at == _tokens.Count - 1 ? _at : _at++];

    public bool TakeWord(string word) => Take(Current.IsWord(word));

    public bool TakeSymbol(string symbol) => Take(Current.IsSymbol(symbol));

    /// <summary>Takes the first of these symbols that stands here.</summary>
    public string? TakeAnySymbol(params ReadOnlySpan<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (TakeSymbol(symbol)) return symbol;
        }

        return null;
    }

    public void RequireWord(string word)
    {
        if (!TakeWord(word)) throw LogSqlException.Syntax(Current);
    }

    public void RequireSymbol(string symbol)
    {
        if (!TakeSymbol(symbol)) throw LogSqlException.Syntax(Current);
    }

    /// <summary>A name, quoted or not, that is none of the words which go on with the query.</summary>
    public string? TakeName()
    {
        if (Current.Kind != LogSqlTokenKind.QuotedName && (Current.Kind != LogSqlTokenKind.Word || LogSqlWords.IsReserved(Current.Text)))
        {
            return null;
        }

        return Take().Text;
    }

    public int RequireCount()
    {
        var number = Current;
        return number.Kind == LogSqlTokenKind.Number && int.TryParse(Take().Text, out var count)
            ? count
            : throw LogSqlException.Syntax(number);
    }

    private bool Take(bool isIt)
    {
        if (isIt) _at++;
        return isIt;
    }
}
