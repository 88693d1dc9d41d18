using System.Collections;
using System.Management.Automation;

namespace XmrtOps.Module;

/// <summary>Takes PowerShell's wrappers off values, so that what is below the cmdlets sees plain ones.</summary>
internal static class PlainValue
{
    /// <summary>Tables of names become dictionaries, lists become lists, a PSCustomObject a dictionary.</summary>
    public static object? Of(object? value) => value switch
    {
        null => null,
        PSObject { BaseObject: PSCustomObject } custom => custom.Properties
            .ToDictionary(property => property.Name, property => Of(property.Value), StringComparer.Ordinal),
        PSObject wrapped => Of(wrapped.BaseObject),
        string or byte[] => value,
        IDictionary table => Table(table),
        IEnumerable list => list.Cast<object?>().Select(Of).ToList(),
        _ => value,
    };

    public static Dictionary<string, object?> Table(IDictionary table)
    {
        Dictionary<string, object?> plain = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            plain[entry.Key.ToString() ?? ""] = Of(entry.Value);
        }

        return plain;
    }
}
