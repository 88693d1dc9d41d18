namespace XmrtOps.Database.Plans;

/// <summary>
/// Cuts SQL into its pieces as PostgreSQL does, so that what is in strings, comments and dollar quotes is never taken for
/// a parameter or the end of a statement. The pieces together are the text.
/// </summary>
internal static class SqlLexer
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    public static List<SqlToken> Tokens(string sql)
    {
        List<SqlToken> tokens = [];
        for (int at = 0; at < sql.Length;)
        {
            int start = at;
            (SqlTokenKind kind, bool isComplete) = Next(sql, ref at);
            tokens.Add(new SqlToken(kind, sql[start..at], isComplete));
        }

        return tokens;
    }

    private static (SqlTokenKind Kind, bool IsComplete) Next(string sql, ref int at)
    {
        char c = sql[at];
        char next = At(sql, at + 1);
        switch (c)
        {
            case '-' when next == '-':
                at = EndOfLine(sql, at);
                return (SqlTokenKind.Comment, true);
            case '/' when next == '*':
                return (SqlTokenKind.Comment, SkipComment(sql, ref at));
            case '\'':
                return (SqlTokenKind.Text, SkipQuoted(sql, ref at, '\'', hasEscapes: false));
            case '"':
                return (SqlTokenKind.QuotedName, SkipQuoted(sql, ref at, '"', hasEscapes: false));
            case 'e' or 'E' when next == '\'':
                at++;
                return (SqlTokenKind.Text, SkipQuoted(sql, ref at, '\'', hasEscapes: true));
            case 'b' or 'B' or 'x' or 'X' or 'n' or 'N' when next == '\'':
                at++;
                return (SqlTokenKind.Text, SkipQuoted(sql, ref at, '\'', hasEscapes: false));
            case 'u' or 'U' when next == '&' && At(sql, at + 2) is '\'' or '"':
                char quote = At(sql, at + 2);
                at += 2;
                return (
                    quote == '"' ? SqlTokenKind.QuotedName : SqlTokenKind.Text,
                    SkipQuoted(sql, ref at, quote, hasEscapes: false));
            case '$' when char.IsAsciiDigit(next):
                at++;
                SkipWhile(sql, ref at, char.IsAsciiDigit);
                return (SqlTokenKind.Parameter, true);
            case '$' when DollarTag(sql, at) is { } tag:
                int end = sql.IndexOf(tag, at + tag.Length, StringComparison.Ordinal);
                at = end < 0 ? sql.Length : end + tag.Length;
                return (SqlTokenKind.Text, end >= 0);
            case '(' or ')' or '[' or ']' or ',' or ':' or ';':
            case '.' when !char.IsAsciiDigit(next):
                at++;
                return (SqlTokenKind.Punctuation, true);
        }

        if (IsSpace(c))
        {
            SkipWhile(sql, ref at, IsSpace);
            return (SqlTokenKind.WhiteSpace, true);
        }

        if (IsNameStart(c))
        {
            SkipWhile(sql, ref at, IsNamePart);
            return (SqlTokenKind.Word, true);
        }

        if (char.IsAsciiDigit(c) || c == '.')
        {
            SkipNumber(sql, ref at);
            return (SqlTokenKind.Number, true);
        }

        SkipOperator(sql, ref at);
        return (SqlTokenKind.Operator, true);
    }

    /// <summary>Comments nest.</summary>
    private static bool SkipComment(string sql, ref int at)
    {
        int depth = 0;
        while (at < sql.Length)
        {
            if (sql[at] == '/' && At(sql, at + 1) == '*')
            {
                depth++;
                at += 2;
            }
            else if (sql[at] == '*' && At(sql, at + 1) == '/')
            {
                at += 2;
                if (--depth == 0)
                {
                    return true;
                }
            }
            else
            {
                at++;
            }
        }

        return false;
    }

    /// <summary>A quote that is doubled stands for itself; a backslash hides what follows only where there are escapes.</summary>
    private static bool SkipQuoted(string sql, ref int at, char quote, bool hasEscapes)
    {
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == '\\' && hasEscapes)
            {
                at++;
            }
            else if (sql[at] == quote)
            {
                at++;
                if (At(sql, at) != quote)
                {
                    return true;
                }
            }
        }

        at = sql.Length;
        return false;
    }

    private static void SkipNumber(string sql, ref int at)
    {
        SkipWhile(sql, ref at, static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_');
        // 1e-5: the sign belongs to the exponent.
        if (at < sql.Length && sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E' && char.IsAsciiDigit(At(sql, at + 1)))
        {
            at++;
            SkipWhile(sql, ref at, char.IsAsciiDigit);
        }
    }

    private static void SkipOperator(string sql, ref int at)
    {
        do
        {
            at++;
        }
        while (at < sql.Length
            && OperatorCharacters.Contains(sql[at], StringComparison.Ordinal)
            && !(sql[at] == '-' && At(sql, at + 1) == '-')
            && !(sql[at] == '/' && At(sql, at + 1) == '*'));
    }

    /// <summary>$$ or $name$ where a dollar quote begins here.</summary>
    private static string? DollarTag(string sql, int at)
    {
        int end = at + 1;
        if (end < sql.Length && IsNameStart(sql[end]))
        {
            SkipWhile(sql, ref end, static c => IsNamePart(c) && c != '$');
        }

        return At(sql, end) == '$' ? sql[at..(end + 1)] : null;
    }

    private static int EndOfLine(string sql, int at)
    {
        int end = sql.AsSpan(at).IndexOfAny('\n', '\r');
        return end < 0 ? sql.Length : at + end;
    }

    private static void SkipWhile(string sql, ref int at, Func<char, bool> belongs)
    {
        while (at < sql.Length && belongs(sql[at]))
        {
            at++;
        }
    }

    private static char At(string sql, int index) => index < sql.Length ? sql[index] : '\0';

    // What PostgreSQL takes for white space; anything beyond ASCII belongs to a name.
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or >= '\u0080';

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '$';
}
