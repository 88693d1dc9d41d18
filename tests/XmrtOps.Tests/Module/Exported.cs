using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace XmrtOps.Tests.Module;

/// <summary>What the staged module offers, as its parts say it.</summary>
internal static class Exported
{
    public static Assembly Assembly { get; } = typeof(XmrtOps.Connections.XmrtConnection).Assembly;

    public static IReadOnlyList<Type> CmdletTypes { get; } =
        [.. Assembly.GetTypes().Where(t => t.IsDefined(typeof(CmdletAttribute))).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    /// <summary>Names of the types that the format file has a view for.</summary>
    public static IReadOnlySet<string> Viewed { get; } = XDocument
        .Load(Path.Combine(StagedModule.Directory, "XmrtOps.Format.ps1xml"))
        .Descendants("ViewSelectedBy")
        .Elements("TypeName")
        .Select(e => e.Value)
        .ToHashSet(StringComparer.Ordinal);

    public static TheoryData<string> CmdletNames => [.. CmdletTypes.Select(NameOf)];

    public static Type TypeOf(string cmdlet) => CmdletTypes.Single(t => NameOf(t) == cmdlet);

    public static string NameOf(Type cmdlet) =>
        cmdlet.GetCustomAttribute<CmdletAttribute>() is { } named ? $"{named.VerbName}-{named.NounName}" : "";

    /// <summary>The types that a cmdlet declares to write; void is none.</summary>
    public static IEnumerable<Type> OutputsOf(Type cmdlet) => cmdlet
        .GetCustomAttributes<OutputTypeAttribute>()
        .SelectMany(a => a.Type)
        .Select(t => t.Type ?? throw new InvalidOperationException($"{cmdlet} names the output type {t.Name}, which does not exist."))
        .Where(t => t != typeof(void));

    public static IEnumerable<PropertyInfo> ParametersOf(Type cmdlet) =>
        cmdlet.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute)));
}
