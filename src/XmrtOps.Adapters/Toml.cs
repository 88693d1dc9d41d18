using Tomlyn;
using Tomlyn.Model;

namespace XmrtOps.Adapters;

/// <summary>Reads TOML, the form of a Supabase project's config.toml.</summary>
public static class Toml
{
    /// <summary>Reads a document: tables as dictionaries, arrays as lists, values as they are.</summary>
    /// <param name="text">The document.</param>
    /// <exception cref="TomlSyntaxException">It is no TOML.</exception>
    public static IReadOnlyDictionary<string, object?> Read(string text)
    {
        try
        {
            return Plain(TomlSerializer.Deserialize<TomlTable>(text) ?? []);
        }
        catch (TomlException exception)
        {
            throw new TomlSyntaxException(exception.Line, exception.Message, exception);
        }
    }

    private static Dictionary<string, object?> Plain(TomlTable table) =>
        table.ToDictionary(pair => pair.Key, pair => Plain(pair.Value), StringComparer.Ordinal);

    private static object? Plain(object? value) => value switch
    {
        TomlTable table => Plain(table),
        TomlTableArray tables => tables.Select(Plain).Cast<object?>().ToList(),
        TomlArray array => array.Select(Plain).ToList(),
        _ => value,
    };
}
