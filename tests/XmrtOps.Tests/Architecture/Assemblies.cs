using System.Reflection;

namespace XmrtOps.Tests.Architecture;

/// <summary>The assemblies that are ours, as they were staged.</summary>
internal static class Assemblies
{
    public static Assembly Module { get; } = typeof(XmrtOps.Connections.XmrtConnection).Assembly;

    public static Assembly Adapters { get; } = Assembly.Load("XmrtOps.Adapters");

    public static Assembly Sandbox { get; } = Assembly.Load("XmrtOps.Sandbox");

    public static Assembly[] Ours { get; } = [Module, Adapters, Sandbox];

    public static bool IsOurs(string? name) => name is "XmrtOps" or "XmrtOps.Adapters" or "XmrtOps.Sandbox";

    /// <summary>Part of .NET itself, whichever version runs.</summary>
    public static bool IsOfFramework(string? name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
