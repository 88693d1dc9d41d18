using System.Management.Automation;

namespace XmrtOps.Shell.Running;

/// <summary>What decides which objects can stand in one table.</summary>
internal static class OutputShape
{
    private const string OwnTypes = "XmrtOps.";

    private static readonly HashSet<string> s_saysNothing = new(StringComparer.Ordinal)
    {
        "System.Object", "System.ValueType", "System.MarshalByRefObject", "System.ComponentModel.Component",
    };

    /// <summary>Equal for objects of one table; null for what is a line of text anywhere, such as a number.</summary>
    public static string? Of(PSObject? output)
    {
        if (output is null || Type.GetTypeCode(output.BaseObject.GetType()) != TypeCode.Object)
        {
            return null;
        }

        string type = output.TypeNames[0];
        if (output.BaseObject is PSCustomObject && type == typeof(PSCustomObject).FullName)
        {
            // Made by scripts: what they have in common is their columns.
            return string.Join('\n', output.Properties.Select(property => property.Name));
        }

        // Every record of the module has a view of its own. Others share that of a base, as files and folders do.
        return type.StartsWith(OwnTypes, StringComparison.Ordinal)
            ? type
            : output.TypeNames.LastOrDefault(name => !s_saysNothing.Contains(name)) ?? type;
    }
}
