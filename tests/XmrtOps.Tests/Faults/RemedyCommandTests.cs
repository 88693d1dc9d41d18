using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using XmrtOps.Tests.Module;

namespace XmrtOps.Tests.Faults;

/// <summary>What the module tells its users to type can be typed: the commands, their parameters, and the values of a list.</summary>
public sealed partial class RemedyCommandTests
{
    [Theory]
    [InlineData("src/XmrtOps")]
    [InlineData("src/XmrtOps.Sandbox/Scenarios")]
    public void Every_command_that_a_text_names_can_be_typed(string folder)
    {
        (string File, string Text)[] named =
        [
            .. Directory.EnumerateFiles(Path.Combine(StagedModule.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .SelectMany(file => Commands().Matches(TextOf(file)).Select(match => (Path.GetFileName(file), match.Value))),
        ];

        Assert.NotEmpty(named);
        Assert.Equal(
            "", string.Join('\n', named.Select(one => Problem(one.Text) is { } problem ? $"{one.File}: {one.Text}: {problem}" : null).OfType<string>()));
    }

    [Theory]
    [InlineData("Get-XmrtTable -OrderBy TotalSize", null)]
    [InlineData("Get-XmrtTable -OrderBy Size", "-OrderBy takes no Size")]
    [InlineData("Get-XmrtTable -Sort Size", "no parameter -Sort")]
    [InlineData("Get-XmrtTables", "no such command")]
    [InlineData("Invoke-XmrtRollback -Frontend -WhatIf", null)]
    [InlineData("Get-XmrtHealth -WhatIf", "no parameter -WhatIf")]
    [InlineData("Get-XmrtMigration -First 3", null)]
    public void What_cannot_be_typed_is_found(string command, string? problem) => Assert.Equal(problem, Problem(command));

    /// <summary>The file without its comments, and with texts joined that are written over several lines.</summary>
    private static string TextOf(string file) => Joints().Replace(
        string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))), "");

    private static string? Problem(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Type? cmdlet = Exported.CmdletTypes.FirstOrDefault(type => Exported.NameOf(type) == words[0]);
        if (cmdlet is null)
        {
            // The stem that texts tell commands by.
            return words[0].EndsWith("-Xmrt", StringComparison.Ordinal) ? null : "no such command";
        }

        for (int at = 1; at < words.Length; at++)
        {
            string name = words[at].TrimStart('-');
            if (words[at][0] != '-' || Common(cmdlet).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Exported.ParametersOf(cmdlet).FirstOrDefault(parameter => IsCalled(parameter, name)) is not { } found)
            {
                return $"no parameter -{name}";
            }

            Type type = found.PropertyType.IsArray ? found.PropertyType.GetElementType()! : found.PropertyType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsEnum && at + 1 < words.Length && Names().IsMatch(words[at + 1]) && !Enum.TryParse(type, words[at + 1], ignoreCase: true, out _))
            {
                return $"-{name} takes no {words[at + 1]}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Common(Type cmdlet)
    {
        CmdletAttribute declared = cmdlet.GetCustomAttribute<CmdletAttribute>()!;
        string[] asking = declared.SupportsShouldProcess ? ["WhatIf", "Confirm"] : [];
        string[] paging = declared.SupportsPaging ? ["First", "Skip", "IncludeTotalCount"] : [];
        return [.. Cmdlet.CommonParameters, .. asking, .. paging];
    }

    private static bool IsCalled(PropertyInfo parameter, string name) =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)
        || (parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames.Contains(name, StringComparer.OrdinalIgnoreCase) ?? false);

    // A command with what follows it up to the end of its clause, or to the next command.
    [GeneratedRegex(
        """\b[A-Z][a-z]+-Xmrt[A-Za-z]*\b(?: +(?![A-Z][a-z]+-Xmrt)(?:-[A-Za-z]+\b|[^\s".;:,|()\\-][^\s".;:,|()\\]*))*""",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commands();

    [GeneratedRegex("""
        "\s*\+\s*\$?"
        """, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joints();

    [GeneratedRegex(@"\A[A-Za-z]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
