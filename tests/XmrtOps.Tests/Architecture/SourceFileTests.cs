using System.Text.RegularExpressions;

namespace XmrtOps.Tests.Architecture;

/// <summary>Where things are: one type a file, named as the file; folders are namespaces; files that can be read at once.</summary>
public sealed partial class SourceFileTests
{
    private const int LongestFile = 300;

    /// <summary>Files that are searched rather than read.</summary>
    private static readonly Dictionary<string, string> s_catalogues = new(StringComparer.Ordinal)
    {
        ["src/XmrtOps/Faults/Errors.cs"] = "every condition there is",
    };

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(StagedModule.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(StagedModule.RepositoryRoot, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_holds_the_type_that_it_is_named_after_in_the_namespace_of_its_folder(string file)
    {
        string text = File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, file));
        string[] types = [.. TopLevelType().Matches(text).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal)];
        // A partial type has a name of its own for each part: Errors.Connections.cs.
        string stem = Path.GetFileName(file).Split('.')[0];
        string expected = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');

        // The Shell's entry point is statements.
        Assert.Equal(stem == "Program" && types.Length == 0 ? [] : [stem], types);
        Assert.Equal(types.Length == 0 ? "" : expected, Namespace().Match(text).Groups["name"].Value);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_can_be_read_at_once(string file)
    {
        int lines = File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, file)).Count();

        Assert.True(lines <= LongestFile || s_catalogues.ContainsKey(file), $"{file} has {lines} lines: it is two things.");
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|abstract|sealed|static|readonly|ref|partial|unsafe) )*(?:delegate [\w<>?\[\], ]+?|class|record struct|record|struct|interface|enum) (?<name>\w+)(?=[\s<(:;{]|$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(
        @"^namespace (?<name>[\w.]+);",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Namespace();
}
