using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// Reads the conditions of a plan. The server writes them with brackets around every operator, so that no rule of
/// precedence is needed; what is not understood is a truth value, of which no index is made.
/// </summary>
internal static class ConditionParser
{
    public static Condition Parse(string text) => Parse((IReadOnlyList<SqlToken>)SqlLexer.Tokens(text));

    /// <summary>Without brackets around the whole, and white space.</summary>
    internal static IReadOnlyList<SqlToken> Unwrap(IReadOnlyList<SqlToken> tokens)
    {
        int start = 0;
        int end = tokens.Count;
        while (true)
        {
            while (start < end && !tokens[start].IsSignificant)
            {
                start++;
            }

            while (end > start && !tokens[end - 1].IsSignificant)
            {
                end--;
            }

            if (end - start < 2 || !tokens[start].Is('(') || Closing(tokens, start, end) != end - 1)
            {
                return start == 0 && end == tokens.Count ? tokens : [.. tokens.Skip(start).Take(end - start)];
            }

            start++;
            end--;
        }
    }

    /// <summary>What a cast of the whole is of, and to what; null where the whole is not cast.</summary>
    internal static (IReadOnlyList<SqlToken> Inner, string Type)? SplitCast(IReadOnlyList<SqlToken> significant)
    {
        int depth = 0;
        for (int i = significant.Count - 1; i > 1; i--)
        {
            depth -= Depth(significant[i]);
            if (depth != 0)
            {
                continue;
            }

            if (significant[i].Is(':') && significant[i - 1].Is(':'))
            {
                return ([.. significant.Take(i - 1)], TypeAt(significant, i + 1));
            }

            // Of a type's name only words, its length in brackets, and its dimensions.
            if (significant[i].Kind is SqlTokenKind.Operator or SqlTokenKind.Text or SqlTokenKind.Parameter)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The words of a type, without length: "character varying", "text", "timestamp with time zone".</summary>
    internal static string TypeAt(IReadOnlyList<SqlToken> significant, int at)
    {
        List<string> words = [];
        for (; at < significant.Count && (significant[at].Name is not null || significant[at].Is('.')); at++)
        {
            words.Add(significant[at].Text);
        }

        return string.Join(' ', words) + (at < significant.Count && significant[at].Is('[') ? "[]" : "");
    }

    private static Condition Parse(IReadOnlyList<SqlToken> given)
    {
        IReadOnlyList<SqlToken> tokens = Unwrap(given);
        if (Split(tokens, "AND") is { Count: > 1 } all)
        {
            return new Condition.All([.. all.Select(Parse)]);
        }

        if (Split(tokens, "OR") is { Count: > 1 } any)
        {
            return new Condition.Any([.. any.Select(Parse)]);
        }

        if (tokens.Count > 0 && tokens[0].Is("NOT"))
        {
            return new Condition.Not(Parse([.. tokens.Skip(1)]));
        }

        return (Condition?)NullTestOf(tokens) ?? ComparisonOf(tokens) ?? (Condition)new Condition.Truth(new Operand(tokens));
    }

    private static Condition.NullTest? NullTestOf(IReadOnlyList<SqlToken> tokens)
    {
        List<int> words = [.. Enumerable.Range(0, tokens.Count).Where(i => tokens[i].IsSignificant)];
        if (words.Count < 3 || !tokens[words[^1]].Is("NULL"))
        {
            return null;
        }

        bool isNot = tokens[words[^2]].Is("NOT");
        int verb = isNot ? words.Count - 3 : words.Count - 2;
        return verb > 0 && tokens[words[verb]].Is("IS")
            ? new Condition.NullTest(new Operand([.. tokens.Take(words[verb])]), !isNot)
            : null;
    }

    private static Condition.Comparison? ComparisonOf(IReadOnlyList<SqlToken> tokens)
    {
        int depth = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]);
            if (depth != 0 || tokens[i].Kind != SqlTokenKind.Operator || i == 0)
            {
                continue;
            }

            SqlToken[] right = [.. tokens.Skip(i + 1).SkipWhile(token => !token.IsSignificant)];
            bool isAny = right.Length > 0 && right[0].Is("ANY");
            return right.Length > 0 && right[0].Is("ALL")
                ? null
                : new Condition.Comparison(
                    new Operand([.. tokens.Take(i)]),
                    tokens[i].Text,
                    new Operand(isAny ? [.. right.Skip(1)] : right),
                    isAny);
        }

        return null;
    }

    private static List<IReadOnlyList<SqlToken>> Split(IReadOnlyList<SqlToken> tokens, string word)
    {
        List<IReadOnlyList<SqlToken>> parts = [];
        int start = 0;
        int depth = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]) + (tokens[i].Is("CASE") ? 1 : tokens[i].Is("END") ? -1 : 0);
            if (depth == 0 && tokens[i].Is(word))
            {
                parts.Add([.. tokens.Skip(start).Take(i - start)]);
                start = i + 1;
            }
        }

        parts.Add([.. tokens.Skip(start)]);
        return parts;
    }

    private static int Closing(IReadOnlyList<SqlToken> tokens, int start, int end)
    {
        int depth = 0;
        for (int i = start; i < end; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Depth(SqlToken token) => token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;
}
