using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>What a plan sorts by.</summary>
/// <param name="Key">The expression.</param>
/// <param name="IsDescending">Largest first.</param>
/// <param name="AreNullsFirst">Nulls come before everything else.</param>
internal sealed record SortKey(Operand Key, bool IsDescending, bool AreNullsFirst)
{
    /// <summary>An index can be read backwards: so much of it is the same order.</summary>
    public bool IsOrdinary => AreNullsFirst == IsDescending;

    public static SortKey Parse(string text)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(text)];
        bool? nullsFirst = null;
        Trim(tokens);
        if (tokens.Count > 2 && (tokens[^1].Is("FIRST") || tokens[^1].Is("LAST")))
        {
            nullsFirst = tokens[^1].Is("FIRST");
            RemoveLast(tokens);
            RemoveLast(tokens);
        }

        bool isDescending = tokens.Count > 1 && tokens[^1].Is("DESC");
        if (isDescending)
        {
            RemoveLast(tokens);
        }

        return new SortKey(new Operand(tokens), isDescending, nullsFirst ?? isDescending);
    }

    private static void RemoveLast(List<SqlToken> tokens)
    {
        tokens.RemoveAt(tokens.Count - 1);
        Trim(tokens);
    }

    private static void Trim(List<SqlToken> tokens)
    {
        while (tokens.Count > 0 && !tokens[^1].IsSignificant)
        {
            tokens.RemoveAt(tokens.Count - 1);
        }
    }
}
