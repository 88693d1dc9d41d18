using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Definitions;

/// <summary>What is to be known of an expression before the server is asked for it.</summary>
internal static class ExpressionText
{
    private static readonly string[] s_reading = ["table", "from", "into", "window", "lateral"];

    private static readonly string[] s_infix =
        ["and", "or", "not", "is", "like", "ilike", "similar", "between", "in", "collate", "at", "overlaps", "isnull", "notnull", "operator"];

    private static readonly string[] s_implied = ["=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~"];

    private static readonly string[] s_syntax =
    [
        "at", "timezone", "extract", "date_part", "overlay", "position", "substring", "trim", "btrim", "ltrim", "rtrim", "overlaps",
        "normalize", "is_normalized",
    ];

    /// <summary>It is one expression, and cannot end the brackets that it is put in.</summary>
    public static bool IsWhole(string text)
    {
        int depth = 0;
        foreach (SqlToken token in SqlLexer.Tokens(text))
        {
            depth += token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;
            if (depth < 0 || token.Is(';') || token.Kind == SqlTokenKind.Parameter || !token.IsComplete)
            {
                return false;
            }
        }

        return depth == 0;
    }

    /// <summary>It may read a table, for which rights, locks and that table's policies would come in.</summary>
    public static bool MayRead(string text)
    {
        List<SqlToken> tokens = Significant(text);
        return tokens.Exists(token => token.Is("select") || token.Is("table") || token.Is("values"))
            && tokens.Exists(token => Array.Exists(s_reading, token.Is));
    }

    /// <summary>Names that something is called by, as the server keeps them.</summary>
    public static IEnumerable<string> Calls(string text)
    {
        List<SqlToken> tokens = Significant(text);
        return tokens.Zip(tokens.Skip(1)).Where(pair => pair.Second.Is('(')).Select(pair => pair.First.Name).OfType<string>();
    }

    /// <summary>One of them calls by SQL's own syntax (AT TIME ZONE) what the other calls by name (timezone), as a newer server writes what an
    /// older one wrote otherwise.</summary>
    public static bool MayBeFormsOfOneCall(string one, string other)
    {
        string[] forms = Forms(one);
        string[] others = Forms(other);
        return forms.Length > 0 && others.Length > 0 && !forms.SequenceEqual(others, StringComparer.Ordinal);
    }

    /// <summary>Those that are written, and those that IN, BETWEEN, LIKE and the like stand for.</summary>
    public static IEnumerable<string> Operators(string text) => SqlLexer.Tokens(text)
        .Where(token => token.Kind == SqlTokenKind.Operator).Select(token => token.Text)
        .Concat(Significant(text).Exists(token => Array.Exists(s_infix, token.Is)) ? s_implied : []);

    /// <summary>Names behind COLLATE, which plans do not show.</summary>
    public static string Collations(string text)
    {
        List<SqlToken> tokens = Significant(text);
        return string.Join(' ', tokens.Zip(tokens.Skip(1)).Where(pair => pair.First.Is("collate")).Select(pair => pair.Second.Name));
    }

    /// <summary>They say the same, word by word. Brackets that only group are passed over, so that it is not told of those where they may say
    /// something.</summary>
    public static bool AreAlike(string one, string other)
    {
        List<SqlToken> tokens = Plain(one);
        return tokens.Count(IsInfix) <= 1 && tokens.Select(Word).SequenceEqual(Plain(other).Select(Word), StringComparer.Ordinal);
    }

    private static string[] Forms(string text) =>
    [
        .. Calls(text).Concat(Significant(text).Where(token => token.Is("at") || token.Is("overlaps")).Select(token => token.Name!))
            .Where(name => s_syntax.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static bool IsInfix(SqlToken token) =>
        token.Kind == SqlTokenKind.Operator || token.Is(':') || Array.Exists(s_infix, token.Is);

    private static string Word(SqlToken token) => token.Name ?? token.Text;

    /// <summary>Without brackets that only group, and without the cast that a text has where nothing else is known of it.</summary>
    private static List<SqlToken> Plain(string text)
    {
        List<SqlToken> plain = [];
        Stack<bool> isCall = [];
        SqlToken before = default;
        foreach (SqlToken token in Significant(text))
        {
            bool isKept = true;
            if (token.Is('('))
            {
                isKept = before.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;
                isCall.Push(isKept);
            }
            else if (token.Is(')'))
            {
                isKept = isCall.Count > 0 && isCall.Pop();
            }

            if (isKept)
            {
                plain.Add(token);
            }

            before = token;
            if (token.Is("text") && plain is [.., { Kind: SqlTokenKind.Text }, var first, var second, _] && first.Is(':') && second.Is(':'))
            {
                plain.RemoveRange(plain.Count - 3, 3);
            }
        }

        return plain;
    }

    private static List<SqlToken> Significant(string text) => [.. SqlLexer.Tokens(text).Where(token => token.IsSignificant)];
}
