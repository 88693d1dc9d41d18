using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace XmrtOps.Tests.Module;

/// <summary>What the documents say of the module is what the module is.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string s_help = Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US");

    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    public static TheoryData<string> Cmdlets => [.. Commands().Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Each_cmdlet_has_a_page_and_help_with_all_its_parameters(string cmdlet)
    {
        string page = File.ReadAllText(Path.Combine(s_help, cmdlet + ".md"));
        XElement help = XDocument.Load(Path.Combine(StagedModule.Directory, "en-US", "XmrtOps.dll-Help.xml")).Root!
            .Elements(s_command + "command")
            .Single(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value == cmdlet);
        string[] described = [.. help.Element(s_command + "parameters")!
            .Elements(s_command + "parameter").Select(parameter => parameter.Element(s_maml + "name")!.Value)];

        Assert.All(
            Commands().Single(command => command.Name == cmdlet).Parameters.Keys.Except(Cmdlet.CommonParameters).Except(["WhatIf", "Confirm"]),
            parameter =>
            {
                Assert.Contains($"### -{parameter}", page, StringComparison.Ordinal);
                Assert.Contains(parameter, described);
            });
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.True(page.Split("### Example").Length > 2, $"{cmdlet} has fewer than two examples");
    }

    [Fact]
    public void About_XmrtOps_names_every_cmdlet()
    {
        string about = File.ReadAllText(Path.Combine(s_help, "about_XmrtOps.help.txt"));

        Assert.All(Commands(), command => Assert.Contains(command.Name, about, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_condition_is_explained_in_the_help_topic()
    {
        string[] explained = [.. File.ReadLines(Path.Combine(s_help, "about_XmrtOps_Errors.help.txt"))
            .Where(line => ErrorId().IsMatch(line))];
        string[] approved = [.. File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, "tests", "XmrtOps.Tests", "Faults", "ErrorIds.approved.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')];

        Assert.Empty(approved.Except(explained, StringComparer.Ordinal));
    }

    private static CmdletInfo[] Commands()
    {
        using PwshSession session = new();
        return [.. session.Run("Get-Command -Module XmrtOps").Succeeded().Of<CmdletInfo>()];
    }

    [GeneratedRegex("^[A-Z][A-Za-z]*[a-z][A-Za-z]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorId();
}
