using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace XmrtOps.Tests.Architecture;

/// <summary>Who may know whom (docs/architecture.md).</summary>
public sealed class DependencyTests
{
    private const string Engine = "System.Management.Automation";

    private static readonly ArchUnitNET.Domain.Architecture s_architecture =
        new ArchLoader().LoadAssembly(Assemblies.Module).Build();

    /// <summary>Outside of commands, Cmdlets/ and Module/: who else may, and why.</summary>
    private static readonly Dictionary<string, string> s_mayKnowTheEngine = new(StringComparer.Ordinal)
    {
        ["XmrtOps.Connections.Session"] = "the current connection is kept by runspace",
    };

    [Fact]
    public void Only_commands_their_base_classes_and_the_module_know_PowerShell()
    {
        IType[] knowing =
        [
            .. s_architecture.Types.Where(t => t.Dependencies.Any(IsOnEngine)),
        ];
        string[] strangers = [.. knowing.Select(Outermost).Where(t => !MayKnow(t)).Distinct(StringComparer.Ordinal)];

        // The rule sees something: a loader that resolves nothing would pass everything.
        Assert.Contains(knowing, t => t.FullName == "XmrtOps.Cmdlets.XmrtCmdlet");
        Assert.Equal(s_mayKnowTheEngine.Keys, strangers);
    }

    [Theory]
    [InlineData("XmrtOps.Connections.Session")]
    [InlineData("XmrtOps.Cmdlets.Pump")]
    public void The_rule_sees_into_methods(string type)
    {
        Assert.Contains(
            s_architecture.Types.Single(t => t.FullName == type).Dependencies,
            d => IsOnEngine(d) || d.Target.FullName.EndsWith("XmrtCmdlet", StringComparison.Ordinal));
    }

    [Fact]
    public void The_module_refers_to_no_third_party_assembly()
    {
        string?[] strangers =
        [
            .. Assemblies.Module.GetReferencedAssemblies()
                .Select(a => a.Name)
                .Where(name => name != Engine && !Assemblies.IsOurs(name) && !Assemblies.IsOfFramework(name)),
        ];

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_bridges_know_neither_PowerShell_nor_the_module()
    {
        Assert.All([Assemblies.Adapters, Assemblies.Sandbox], bridge => Assert.All(
            bridge.GetReferencedAssemblies(),
            a => Assert.True(a.Name != Engine && a.Name != "XmrtOps", $"{bridge.GetName().Name} refers to {a.Name}.")));
    }

    [Theory]
    [InlineData("XmrtOps")]
    [InlineData("XmrtOps.Adapters")]
    [InlineData("XmrtOps.Sandbox")]
    public void Public_signatures_hold_no_third_party_type(string assembly)
    {
        string[] found =
        [
            .. Assemblies.Ours.Single(a => a.GetName().Name == assembly).GetExportedTypes()
                .SelectMany(type => Signatures.Of(type).Select(used => (Type: type, Used: used)))
                .Where(s => s.Used.Assembly.GetName().Name is var name
                    && !Assemblies.IsOurs(name) && !Assemblies.IsOfFramework(name) && !(assembly == "XmrtOps" && name == Engine))
                .Select(s => $"{s.Type} shows {s.Used}"),
        ];

        Assert.Empty(found);
    }

    // Type parameters and the like belong to no assembly.
    private static bool IsOnEngine(ITypeDependency dependency) =>
        dependency.Target.Assembly?.Name.StartsWith(Engine, StringComparison.Ordinal) == true;

    private static bool MayKnow(string type) =>
        type.StartsWith("XmrtOps.Cmdlets.", StringComparison.Ordinal)
        || type.StartsWith("XmrtOps.Module.", StringComparison.Ordinal)
        || type.EndsWith("Command", StringComparison.Ordinal);

    private static string Outermost(IType type) => type.FullName.Split('+', '/')[0];
}
