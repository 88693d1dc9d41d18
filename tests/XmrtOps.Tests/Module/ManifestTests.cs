using System.Management.Automation;
using System.Reflection;

namespace XmrtOps.Tests.Module;

public sealed class ManifestTests
{
    [Fact]
    public void Exports_are_the_cmdlet_classes_and_nothing_else()
    {
        using PwshSession session = new();

        PSModuleInfo module = session.Run("Get-Module XmrtOps").Of<PSModuleInfo>().Single();

        Assert.Equal(
            Exported.CmdletTypes.Select(Exported.NameOf).Order(StringComparer.Ordinal),
            module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(module.ExportedCmdlets.Count, module.ExportedCommands.Count);
        Assert.Empty(module.ExportedVariables);
    }

    [Fact]
    public void Names_every_export_without_wildcards()
    {
        using PwshSession session = new(import: null);
        session.Set("path", StagedModule.Manifest);

        PSModuleInfo manifest = session.Run("Test-ModuleManifest $path").Succeeded().Of<PSModuleInfo>().Single();

        Assert.Equal(
            Exported.CmdletTypes.Select(Exported.NameOf).Order(StringComparer.Ordinal),
            manifest.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        string text = File.ReadAllText(StagedModule.Manifest);
        Assert.All(
            ["FunctionsToExport", "CmdletsToExport", "AliasesToExport", "VariablesToExport"],
            key => Assert.Matches($@"{key}\s*=\s*@\((?<names>[^)*]*)\)", text));
    }

    [Fact]
    public void Its_version_is_the_builds()
    {
        using PwshSession session = new();

        Assert.Equal(
            StagedModule.Version, session.Run("Get-Module XmrtOps").Of<PSModuleInfo>().Single().Version.ToString());
        Assert.Equal(StagedModule.Version, Exported.Assembly.GetName().Version!.ToString(3));
        Assert.Equal(StagedModule.Version, Path.GetFileName(Path.TrimEndingDirectorySeparator(StagedModule.Directory)));
    }

    [Fact]
    public void Packages_lie_in_deps_and_only_there()
    {
        string[] root = [.. Directory.EnumerateFiles(StagedModule.Directory, "*.dll").Select(p => Path.GetFileName(p))];
        string deps = Path.Combine(StagedModule.Directory, "deps");

        Assert.Equal(["XmrtOps.dll"], root);
        Assert.All(
            ["XmrtOps.Adapters.dll", "XmrtOps.Sandbox.dll", "Npgsql.dll"],
            name => Assert.True(File.Exists(Path.Combine(deps, name)), name));
        // The engine's own, and the module itself, must not come a second time.
        Assert.Empty(Directory.EnumerateFiles(deps, "System.Management.Automation.dll", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(deps, "XmrtOps.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public void Every_file_of_the_manifest_is_staged()
    {
        using PwshSession session = new();

        PSModuleInfo module = session.Run("Get-Module XmrtOps").Of<PSModuleInfo>().Single();

        Assert.Equal("XmrtOps.dll", module.RootModule);
        Assert.All([.. module.ExportedFormatFiles, .. module.ExportedTypeFiles], path => Assert.True(File.Exists(path), path));
        Assert.Single(module.ExportedFormatFiles);
        Assert.Single(module.ExportedTypeFiles);
    }
}
