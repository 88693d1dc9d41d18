using System.Text;

namespace XmrtOps.Sandbox.Logs;

/// <summary>Cuts a log query into tokens.</summary>
internal static class LogSqlLexer
{
    private static readonly string[] s_pairs = ["<=", ">=", "<>", "!=", "==", "||"];

    /// <exception cref="LogSqlException">A character or an open quote that no query has.</exception>
    public static List<LogSqlToken> Read(string sql)
    {
        var tokens = new List<LogSqlToken>();
        var at = 0;
        while (true)
        {
            at = SkipBlanks(sql, at);
            if (at >= sql.Length)
            {
                tokens.Add(new(LogSqlTokenKind.End, "", sql.Length + 1));
                return tokens;
            }

            var (token, next) = Next(sql, at);
            tokens.Add(token);
            at = next;
        }
    }

    private static (LogSqlToken Token, int Next) Next(string sql, int at)
    {
        var first = sql[at];
        if (first == '\'') return Quoted(sql, at, LogSqlTokenKind.Text);
        if (first is '`' or '"') return Quoted(sql, at, LogSqlTokenKind.QuotedName);
        if (char.IsAsciiDigit(first)) return Number(sql, at);
        if (char.IsAsciiLetter(first) || first == '_')
        {
            var end = at;
            while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
            return (new(LogSqlTokenKind.Word, sql[at..end], at + 1), end);
        }

        var length = s_pairs.Any(pair => string.CompareOrdinal(sql, at, pair, 0, 2) == 0) ? 2 : 1;
        var symbol = new LogSqlToken(LogSqlTokenKind.Symbol, sql.Substring(at, length), at + 1);
        return length == 2 || "()[],.;=<>+-*/%".Contains(first, StringComparison.Ordinal)
            ? (symbol, at + length)
            : throw LogSqlException.Syntax(symbol);
    }

    private static (LogSqlToken Token, int Next) Number(string sql, int at)
    {
        var end = at;
        while (end < sql.Length && char.IsAsciiDigit(sql[end])) end++;
        if (end + 1 < sql.Length && sql[end] == '.' && char.IsAsciiDigit(sql[end + 1]))
        {
            end++;
            while (end < sql.Length && char.IsAsciiDigit(sql[end])) end++;
        }

        var number = new LogSqlToken(LogSqlTokenKind.Number, sql[at..end], at + 1);
        return end < sql.Length && (char.IsAsciiLetter(sql[end]) || sql[end] == '_')
            ? throw LogSqlException.Syntax(number)
            : (number, end);
    }

    private static (LogSqlToken Token, int Next) Quoted(string sql, int at, LogSqlTokenKind kind)
    {
        var quote = sql[at];
        var text = new StringBuilder();
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] == quote)
            {
                if (i + 1 >= sql.Length || sql[i + 1] != quote) return (new(kind, text.ToString(), at + 1), i + 1);

                i++;
            }
            else if (sql[i] == '\\' && i + 1 < sql.Length)
            {
                i++;
                text.Append(Unescaped(sql[i]));
                continue;
            }

            text.Append(sql[i]);
        }

        throw new LogSqlException(62, $"Syntax error: failed at position {at + 1}: the quote is not closed");
    }

    // An unknown escape stands for both characters, so that '\d' in a pattern and '50\%' stay what they are.
    private static string Unescaped(char letter) => letter switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '0' => "\0",
        '\\' or '\'' or '"' or '`' => letter.ToString(),
        _ => "\\" + letter,
    };

    private static int SkipBlanks(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at])) at++;
            else if (string.CompareOrdinal(sql, at, "--", 0, 2) == 0)
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (string.CompareOrdinal(sql, at, "/*", 0, 2) == 0)
            {
                var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? sql.Length : end + 2;
            }
            else return at;
        }

        return at;
    }
}
