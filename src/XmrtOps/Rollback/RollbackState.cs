using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Rollback;

/// <summary>The state that a plan is made for: facts by name, and their digest.</summary>
internal static class RollbackState
{
    public static string Hash(IReadOnlyDictionary<string, string?> state)
    {
        StringBuilder text = new();
        foreach ((string name, string? value) in state.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            // Lengths, so that no two states are written alike.
            text.Append(name.Length).Append(':').Append(name).Append(value?.Length ?? -1).Append(':').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What is different, for people: "production was dpl_a and is dpl_b".</summary>
    public static string Difference(IReadOnlyDictionary<string, string?> planned, IReadOnlyDictionary<string, string?> present) =>
        string.Join("; ", planned.Keys.Union(present.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Was: planned.GetValueOrDefault(name), Is: present.GetValueOrDefault(name)))
            .Where(fact => fact.Was != fact.Is)
            .Select(fact => $"{fact.Name} was {Word(fact.Was)} and is {Word(fact.Is)}"));

    private static string Word(string? value) => string.IsNullOrEmpty(value) ? "none" : Module.Display.OneLine(value, 80);
}
