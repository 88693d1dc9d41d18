using XmrtOps.Database.Plans;

namespace XmrtOps.Authentication;

/// <summary>What the text of a policy's condition tells.</summary>
internal static class PolicyText
{
    private static readonly string[] s_tokenFunctions = ["uid", "role", "jwt", "email"];

    // Functions that ask for the token or only calculate: to run them changes nothing.
    private static readonly HashSet<string> s_harmless = new(
        ["uid", "role", "jwt", "email", "current_setting", "coalesce", "nullif", "lower", "upper", "length", "btrim", "text", "uuid"],
        StringComparer.Ordinal);

    /// <summary>Claims that it asks for.</summary>
    public static IEnumerable<string> Claims(string? condition)
    {
        SqlToken[] tokens = Significant(condition);
        bool hasToken = false;
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            hasToken |= tokens[i].Name == "jwt" || tokens[i].Text.StartsWith("'request.jwt.claims", StringComparison.Ordinal);
            if (IsTokenFunction(tokens, i) && tokens[i + 2].Name is { } function and not "jwt")
            {
                yield return function == "uid" ? "sub" : function;
            }
            else if (tokens[i].Text.StartsWith("'request.jwt.claim.", StringComparison.Ordinal))
            {
                yield return tokens[i].Text.Trim('\'')["request.jwt.claim.".Length..];
            }
            else if (hasToken && (tokens[i].Text is "->>" or "->") && Quoted(tokens[i + 1]) is { } claim)
            {
                yield return claim;
            }
        }
    }

    /// <summary>It asks for the token outside of a sub-select: once for each row.</summary>
    public static bool AsksForEachRow(string? condition)
    {
        SqlToken[] tokens = Significant(condition);
        for (int i = 0; i + 3 < tokens.Length; i++)
        {
            bool isAsked = IsTokenFunction(tokens, i)
                || (tokens[i].Is("current_setting") && tokens[i + 2].Text.StartsWith("'request.", StringComparison.Ordinal));
            if (isAsked && !IsInSelect(tokens, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It goes by what users may write about themselves.</summary>
    public static bool ReadsUserMetadata(string? condition) =>
        condition?.Contains("user_metadata", StringComparison.Ordinal) == true
        || condition?.Contains("raw_user_meta_data", StringComparison.Ordinal) == true;

    /// <summary>It is the same for all rows, and to evaluate it does nothing else.</summary>
    public static bool IsSameForAllRows(string condition, PolicyFacts table)
    {
        SqlToken[] tokens = Significant(condition);
        HashSet<string> columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Is("FROM") || tokens[i].Is("EXISTS"))
            {
                return false;
            }

            if (tokens[i].Name is not { } name)
            {
                continue;
            }

            bool isCall = i + 1 < tokens.Length && tokens[i + 1].Is('(');
            bool isCast = i > 0 && tokens[i - 1].Is(':');
            bool isAlias = i > 0 && tokens[i - 1].Is("AS");
            bool isAuth = i > 1 && tokens[i - 1].Is('.') && tokens[i - 2].Is("auth");
            if (isCall && !isCast && !IsKeyword(name) && !s_harmless.Contains(name))
            {
                return false;
            }

            if (!isCall && !isCast && !isAlias && !isAuth && (columns.Contains(name) || name == table.Name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKeyword(string name) => name is "and" or "or" or "not" or "in" or "any" or "all" or "select" or "as" or "is";

    private static bool IsTokenFunction(SqlToken[] tokens, int at) =>
        at + 3 < tokens.Length && tokens[at].Is("auth") && tokens[at + 1].Is('.') && tokens[at + 3].Is('(')
        && s_tokenFunctions.Contains(tokens[at + 2].Name, StringComparer.Ordinal);

    private static bool IsInSelect(SqlToken[] tokens, int at)
    {
        int depth = 0;
        for (int i = at - 1; i >= 0; i--)
        {
            depth += tokens[i].Is(')') ? 1 : tokens[i].Is('(') ? -1 : 0;
            if (depth < 0 && tokens[i + 1].Is("SELECT"))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Quoted(SqlToken token) =>
        token.Kind == SqlTokenKind.Text && token.Text.Length > 2 ? token.Text.Trim('\'') : null;

    private static SqlToken[] Significant(string? condition) =>
        condition is null ? [] : [.. SqlLexer.Tokens(condition).Where(token => token.IsSignificant)];
}
