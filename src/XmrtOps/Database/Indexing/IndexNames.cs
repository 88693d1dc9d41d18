using System.Globalization;
using System.Text;

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
