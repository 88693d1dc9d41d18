using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace XmrtOps.Benchmarks;

/// <summary>Writes a binary module whose cmdlets do nothing, as the least that an import can cost.</summary>
internal static class EmptyModule
{
    /// <returns>Path of its manifest.</returns>
    public static string Write(string directory, int cmdlets, int views)
    {
        string[] names = [.. Enumerable.Range(1, cmdlets).Select(i => string.Create(CultureInfo.InvariantCulture, $"Empty{i}"))];
        WriteAssembly(Path.Combine(directory, "Empty.dll"), names);
        File.WriteAllText(Path.Combine(directory, "Empty.Format.ps1xml"), Format(views));
        string manifest = Path.Combine(directory, "Empty.psd1");
        File.WriteAllText(
            manifest,
            $$"""
              @{
                  RootModule = 'Empty.dll'; ModuleVersion = '1.0'; FormatsToProcess = @('Empty.Format.ps1xml')
                  CmdletsToExport = @({{string.Join(", ", names.Select(name => $"'Get-{name}'"))}})
                  FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @()
              }
              """);
        return manifest;
    }

    private static void WriteAssembly(string path, string[] names)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Empty"), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule("Empty");
        ConstructorInfo attribute = typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!;
        foreach (string name in names)
        {
            TypeBuilder type = module.DefineType(
                $"Empty.Get{name}Command", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PSCmdlet));
            type.SetCustomAttribute(new CustomAttributeBuilder(attribute, [VerbsCommon.Get, name]));
            type.CreateType();
        }

        assembly.Save(path);
    }

    private static string Format(int views) =>
        "<Configuration><ViewDefinitions>"
        + string.Concat(Enumerable.Range(1, views).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"""
             <View><Name>V{i}</Name><ViewSelectedBy><TypeName>Empty.Record{i}</TypeName></ViewSelectedBy>
             <TableControl><TableHeaders><TableColumnHeader/></TableHeaders>
             <TableRowEntries><TableRowEntry><TableColumnItems>
             <TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
             </TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View>
             """)))
        + "</ViewDefinitions></Configuration>";
}
