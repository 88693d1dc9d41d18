using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>Writes values as SQL's literals without a type: the server reads them as the type that their place asks for.</summary>
internal static class SqlLiteral
{
    /// <param name="value">Text, number, truth value, time, bytes, list, table of names, or null.</param>
    /// <returns>Quoted, so that nothing of the value can end it, whatever the server's settings are.</returns>
    public static string Of(object? value) => value is null or DBNull ? "NULL" : Quote(TextOf(value));

    /// <summary>An escape string means the same under either setting of standard_conforming_strings.</summary>
    private static string Quote(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string TextOf(object value) => value switch
    {
        string text => text,
        bool isTrue => isTrue ? "true" : "false",
        byte[] bytes => "\\x" + Convert.ToHexStringLower(bytes),
        DateTime { Kind: DateTimeKind.Unspecified } local => local.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        TimeSpan span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.######} seconds"),
        IDictionary or IReadOnlyDictionary<string, object?> => JsonSerializer.Serialize(value),
        IEnumerable items => Array(items),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Array(IEnumerable items)
    {
        StringBuilder array = new("{");
        foreach (object? item in items)
        {
            _ = array.Length > 1 ? array.Append(',') : array;
            _ = item switch
            {
                null or DBNull => array.Append("NULL"),
                IEnumerable and not (string or byte[] or IDictionary) => array.Append(Array((IEnumerable)item)),
                _ => array.Append('"')
                    .Append(TextOf(item)
                        .Replace("\\", "\\\\", StringComparison.Ordinal)
                        .Replace("\"", "\\\"", StringComparison.Ordinal))
                    .Append('"'),
            };
        }

        return array.Append('}').ToString();
    }
}
