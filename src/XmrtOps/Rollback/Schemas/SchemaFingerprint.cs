using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Rollback.Schemas;

/// <summary>A database's schema at one moment: what there is, and one digest of it all.</summary>
internal sealed class SchemaFingerprint
{
    private const int ShownDifferences = 5;

    private readonly Dictionary<(string Kind, string Name), string> _entries;

    public SchemaFingerprint(IEnumerable<SchemaEntry> entries)
    {
        _entries = entries.ToDictionary(entry => (entry.Kind, entry.Name), entry => entry.Definition);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (((string kind, string name), string definition) in _entries
            .OrderBy(entry => entry.Key.Kind, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{kind}\0{name}\0{definition}\0\0"));
        }

        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256, the same for the same schema whatever the order of its making.</summary>
    public string Hash { get; }

    public int Count => _entries.Count;

    /// <summary>What another has more, less or otherwise, by name; empty where they are the same.</summary>
    public IReadOnlyList<SchemaDifference> DifferencesTo(SchemaFingerprint later) =>
    [
        .. _entries.Keys.Union(later._entries.Keys)
            .OrderBy(key => key.Kind, StringComparer.Ordinal)
            .ThenBy(key => key.Name, StringComparer.Ordinal)
            .Select(key => new SchemaDifference(
                key.Kind, key.Name, _entries.GetValueOrDefault(key), later._entries.GetValueOrDefault(key)))
            .Where(difference => difference.Before != difference.After),
    ];

    /// <summary>Differences for people: the first few, and how many more there are.</summary>
    public static string Describe(IReadOnlyList<SchemaDifference> differences)
    {
        string shown = string.Join(", ", differences.Take(ShownDifferences));
        return differences.Count > ShownDifferences ? $"{shown} and {differences.Count - ShownDifferences} more" : shown;
    }
}
