using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// Expressions in a form that is the same for texts that differ in white space, capitals, needless quotes or outer
/// brackets only, so that what the server writes and what people write can be compared.
/// </summary>
internal static class SqlNormalForm
{
    public static string Of(string sql)
    {
        List<string> words = Words(sql);
        Unwrap(words);
        return string.Join(' ', words);
    }

    /// <summary>An element of an index, without what is the default: ASC, and where nulls go by themselves.</summary>
    public static string OfElement(string sql)
    {
        List<string> words = Words(sql);
        bool isDescending = words.Contains("desc", StringComparer.Ordinal);
        if (words.Count >= 2 && words[^2] == "nulls" && words[^1] == (isDescending ? "first" : "last"))
        {
            words.RemoveRange(words.Count - 2, 2);
        }

        if (words.Count > 1 && words[^1] == "asc")
        {
            words.RemoveAt(words.Count - 1);
        }

        Unwrap(words);
        return string.Join(' ', words);
    }

    private static List<string> Words(string sql) =>
    [
        .. SqlLexer.Tokens(sql).Where(token => token.IsSignificant).Select(token => token.Kind switch
        {
            SqlTokenKind.Word => token.Text.ToLowerInvariant(),
            SqlTokenKind.QuotedName => Named(token.Name ?? token.Text),
            _ => token.Text,
        }),
    ];

    /// <summary>Which names need quotes differs by version; a column called desc must not pass for an order.</summary>
    private static string Named(string name) =>
        name is not ("asc" or "desc") && name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : DatabaseTransaction.QuoteIdentifier(name);

    private static void Unwrap(List<string> words)
    {
        while (words.Count >= 2 && words[0] == "(" && Closing(words) == words.Count - 1)
        {
            words.RemoveAt(words.Count - 1);
            words.RemoveAt(0);
        }
    }

    private static int Closing(List<string> words)
    {
        int depth = 0;
        for (int i = 0; i < words.Count; i++)
        {
            depth += words[i] == "(" ? 1 : words[i] == ")" ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
