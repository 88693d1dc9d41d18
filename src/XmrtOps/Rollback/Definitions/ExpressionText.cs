using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Definitions;

/// <summary>What is to be known of an expression before the server is asked for it.</summary>
internal static class ExpressionText
{
    private static readonly string[] s_reading = ["table", "from", "into", "window", "lateral"];

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

    public static IEnumerable<string> Operators(string text) =>
        SqlLexer.Tokens(text).Where(token => token.Kind == SqlTokenKind.Operator).Select(token => token.Text);

    /// <summary>Names behind COLLATE, which plans do not show.</summary>
    public static string Collations(string text)
    {
        List<SqlToken> tokens = Significant(text);
        return string.Join(' ', tokens.Zip(tokens.Skip(1)).Where(pair => pair.First.Is("collate")).Select(pair => pair.Second.Name));
    }

    /// <summary>They say the same, word by word. What their brackets say is not looked at, so that it is not told of those where they may
    /// say something.</summary>
    public static bool AreAlike(string one, string other) => !IsGrouped(one) && Plain(one).SequenceEqual(Plain(other), StringComparer.Ordinal);

    private static string[] Forms(string text) =>
    [
        .. Calls(text).Concat(Significant(text).Where(token => token.Is("at") || token.Is("overlaps")).Select(token => token.Name!))
            .Where(name => s_syntax.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static bool IsGrouped(string text) =>
        Significant(text).Where(token => token.Kind == SqlTokenKind.Operator || token.Is("and") || token.Is("or") || token.Is("not"))
            .Select(token => token.Name ?? token.Text).Distinct(StringComparer.Ordinal).Count() > 1;

    private static IEnumerable<string> Plain(string text)
    {
        List<SqlToken> tokens = [.. Significant(text).Where(token => !token.Is('(') && !token.Is(')'))];
        for (int i = 0; i < tokens.Count; i++)
        {
            // 'x' is 'x'::text where nothing else is known of it.
            if (i > 0 && i + 2 < tokens.Count && tokens[i - 1].Kind == SqlTokenKind.Text && tokens[i].Is(':') && tokens[i + 1].Is(':') && tokens[i + 2].Is("text"))
            {
                i += 2;
                continue;
            }

            yield return tokens[i].Name ?? tokens[i].Text;
        }
    }

    private static List<SqlToken> Significant(string text) => [.. SqlLexer.Tokens(text).Where(token => token.IsSignificant)];
}
