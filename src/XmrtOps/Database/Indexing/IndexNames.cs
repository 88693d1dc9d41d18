using System.Globalization;
using System.Text;
using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>Names for indexes, as PostgreSQL forms them: table, columns, idx; at most 63 bytes.</summary>
internal static class IndexNames
{
    private const int LongestBytes = 63;

    // More of them would say that the name cannot be had for another reason.
    private const int Attempts = 20;

    /// <summary>The name, and those to try when it is taken.</summary>
    public static string[] For(string table, IReadOnlyList<string> columns)
    {
        string parts = columns.Count == 0 ? "expr" : string.Join('_', columns);
        return [.. Enumerable.Range(0, Attempts).Select(i => Fit(
            table, parts, i == 0 ? "_idx" : string.Create(CultureInfo.InvariantCulture, $"_idx{i}")))];
    }

    /// <summary>What an element adds to a name: a column its name, an expression the words in it.</summary>
    public static string PartOf(string element)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(element).Where(token => token.IsSignificant)];
        if (tokens.Count > 0 && tokens[0].Name is { } column && (tokens.Count == 1 || tokens[1].Kind == SqlTokenKind.Word))
        {
            return column;
        }

        List<string> words = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            bool isType = i > 0 && tokens[i - 1].Is(':');
            string word = tokens[i].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Text && !isType
                ? string.Concat((tokens[i].Name ?? tokens[i].Text).Where(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                : "";
            if (word.Length > 0)
            {
                words.Add(word.ToLowerInvariant());
            }
        }

        return words.Count == 0 ? "expr" : string.Join('_', words);
    }

    /// <summary>The longer of the two parts gives way first, so that both can be recognised.</summary>
    private static string Fit(string table, string columns, string suffix)
    {
        while (Bytes(table) + Bytes(columns) + 1 + suffix.Length > LongestBytes)
        {
            if (Bytes(columns) >= Bytes(table))
            {
                columns = Shorter(columns);
            }
            else
            {
                table = Shorter(table);
            }
        }

        return $"{table}_{columns}{suffix}";
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Shorter(string text) =>
        text[..^(text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];
}
