using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace XmrtOps.Tests.Data;

/// <summary>The statements that the assemblies carry as files.</summary>
public sealed class SqlFileTests
{
    private static readonly Assembly[] s_carriers = [typeof(XmrtOps.Connections.XmrtConnection).Assembly, Assembly.Load("XmrtOps.Sandbox")];

    public static TheoryData<string, string> Files =>
        [.. s_carriers.SelectMany(a => NamesIn(a).Select(name => (a.GetName().Name!, name)))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Says_at_its_top_what_it_is_and_holds_a_statement(string assembly, string file)
    {
        using StreamReader reader = new(Carrier(assembly).GetManifestResourceStream(file)!);
        string[] lines = reader.ReadToEnd().Split('\n');

        Assert.Matches(@"^-- \S", lines[0]);
        Assert.Contains(lines, line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal));
        Assert.DoesNotContain('\t', string.Concat(lines));
    }

    [Theory]
    [InlineData("XmrtOps")]
    [InlineData("XmrtOps.Sandbox")]
    public void Code_and_files_name_each_other(string assembly)
    {
        Assembly carrier = Carrier(assembly);
        HashSet<string> named = [.. StringsIn(carrier).Where(s => s.EndsWith(".sql", StringComparison.Ordinal) && s.Length > 4)];
        // Those of a schema are run in the order of their names, all that there are.
        string[] files = [.. NamesIn(carrier).Where(f => !f.Contains("Schema/", StringComparison.Ordinal))];

        Assert.Equal(
            files.Where(f => !named.Contains(f) && !named.Contains(Path.GetFileName(f))),
            named.Where(n => n.Contains('/', StringComparison.Ordinal) && !NamesIn(carrier).Contains(n)));
    }

    private static Assembly Carrier(string name) => s_carriers.Single(a => a.GetName().Name == name);

    private static IEnumerable<string> NamesIn(Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Every string literal of the code.</summary>
    private static IEnumerable<string> StringsIn(Assembly assembly)
    {
        using FileStream file = File.OpenRead(assembly.Location);
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        UserStringHandle handle = MetadataTokens.UserStringHandle(1);
        do
        {
            yield return metadata.GetUserString(handle);
            handle = metadata.GetNextHandle(handle);
        }
        while (!handle.IsNil);
    }
}
