using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace XmrtOps.Tests.Module;

/// <summary>The conventions that every cmdlet keeps, so that the next one is guessed right.</summary>
public sealed class CmdletConventionTests
{
    /// <summary>Cmdlets that return nothing, and why.</summary>
    private static readonly Dictionary<string, string> s_silent = new(StringComparer.Ordinal)
    {
        ["Disconnect-Xmrt"] = "what was open is closed; there is nothing left to return",
        ["Remove-XmrtProfile"] = "as Remove-Item",
        ["Remove-XmrtQueryBaseline"] = "as Remove-Item",
        ["Stop-XmrtSandbox"] = "as Stop-Process",
    };

    /// <summary>Cmdlets that only read, but may be told to do what has to be asked for, and why.</summary>
    private static readonly Dictionary<string, string> s_asking = new(StringComparer.Ordinal)
    {
        ["Get-XmrtQueryPlan"] = "-Analyze -AllowRolledBackWrite runs a change and rolls it back",
    };

    /// <summary>Cmdlets whose verb sounds like a change and that make none, and why.</summary>
    private static readonly Dictionary<string, string> s_making = new(StringComparer.Ordinal)
    {
        ["New-XmrtRollbackPlan"] = "makes an object of this session, by reading",
    };

    private static readonly HashSet<string> s_verbs =
    [
        .. typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(t => t.Namespace == "System.Management.Automation" && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string)f.GetValue(null)!),
    ];

    // What changes something outside the session; Connect, Save and the like are judged by what they touch.
    private static readonly HashSet<string> s_changing =
    [
        "Add", "Clear", "Close", "Complete", "Disable", "Enable", "Import", "Invoke", "New", "Publish", "Remove", "Reset",
        "Restore", "Revoke", "Send", "Set", "Stop", "Undo", "Update",
    ];

    private static readonly XDocument s_documentation = XDocument.Load(StagedModule.Metadata("XmrtOps.Documentation"));

    private static readonly Dictionary<string, string> s_summaries = s_documentation
        .Descendants("member")
        .Where(m => m.Element("summary") is not null || m.Element("inheritdoc") is not null)
        .ToDictionary(m => m.Attribute("name")!.Value, m => m.Value.Trim(), StringComparer.Ordinal);

    public static TheoryData<string> Cmdlets => Exported.CmdletNames;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Class_is_public_sealed_and_named_after_verb_and_noun(string cmdlet)
    {
        Type type = Exported.TypeOf(cmdlet);
        CmdletAttribute named = type.GetCustomAttribute<CmdletAttribute>()!;

        Assert.True(type.IsPublic && type.IsSealed);
        Assert.Equal($"{named.VerbName}{named.NounName}Command", type.Name);
        Assert.StartsWith("Xmrt", named.NounName, StringComparison.Ordinal);
        Assert.Contains(named.VerbName, s_verbs);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Output_is_declared_and_has_a_view(string cmdlet)
    {
        Type[] outputs = [.. Exported.OutputsOf(Exported.TypeOf(cmdlet))];

        Assert.True(
            outputs.Length > 0 != s_silent.ContainsKey(cmdlet),
            $"{cmdlet} returns {outputs.Length} types; s_silent lists the cmdlets that return none, with the reason.");
        Assert.All(
            outputs.Where(t => t.Assembly == Exported.Assembly && !t.IsEnum),
            t => Assert.True(Exported.Viewed.Contains(t.FullName!), $"XmrtOps.Format.ps1xml has no view for {t.FullName}."));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_parameter_set_takes_one_kind_of_pipeline_input(string cmdlet)
    {
        Dictionary<string, List<string>> byValue = new(StringComparer.Ordinal);
        foreach (PropertyInfo parameter in Exported.ParametersOf(Exported.TypeOf(cmdlet)))
        {
            foreach (ParameterAttribute use in parameter.GetCustomAttributes<ParameterAttribute>().Where(p => p.ValueFromPipeline))
            {
                (byValue.TryGetValue(use.ParameterSetName, out List<string>? known) ? known : byValue[use.ParameterSetName] = [])
                    .Add(parameter.Name);
            }
        }

        Assert.All(byValue, set => Assert.Single(set.Value));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Switches_are_switches_and_no_parameter_is_reserved(string cmdlet)
    {
        string[] common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];
        // -First and -Skip of paging cmdlets come from the engine.
        Assert.All(Exported.ParametersOf(Exported.TypeOf(cmdlet)), parameter =>
        {
            Assert.NotEqual(typeof(bool), parameter.PropertyType);
            Assert.DoesNotContain(parameter.Name, common);
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_changes_something_asks_first_and_what_reads_does_not(string cmdlet)
    {
        CmdletAttribute named = Exported.TypeOf(cmdlet).GetCustomAttribute<CmdletAttribute>()!;

        if (s_making.ContainsKey(cmdlet))
        {
            Assert.False(named.SupportsShouldProcess, $"{cmdlet} asks, although it is listed as one that changes nothing.");
        }
        else if (s_changing.Contains(named.VerbName))
        {
            Assert.True(named.SupportsShouldProcess, $"{cmdlet} has no -WhatIf.");
        }
        else if (named.VerbName is VerbsCommon.Get or VerbsCommon.Find or VerbsDiagnostic.Measure or VerbsData.Compare)
        {
            Assert.True(
                named.SupportsShouldProcess == s_asking.ContainsKey(cmdlet),
                $"{cmdlet} promises to change nothing; s_asking lists those that may ask, with the reason.");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Class_parameters_and_records_are_documented(string cmdlet)
    {
        Type type = Exported.TypeOf(cmdlet);
        string[] members =
        [
            $"T:{type.FullName}",
            .. Exported.ParametersOf(type).Select(DocumentationId),
            .. Exported.OutputsOf(type)
                .Where(t => t.Assembly == Exported.Assembly)
                .SelectMany(t => t.GetProperties().Where(p => p.DeclaringType == t).Select(DocumentationId).Prepend($"T:{t.FullName}")),
        ];

        Assert.All(members, member => Assert.True(
            s_summaries.TryGetValue(member, out string? text) && text.Length > 0, $"{member} has no documentation."));
    }

    [Fact]
    public void The_list_of_silent_cmdlets_names_only_silent_ones()
    {
        Assert.All(
            Exported.CmdletTypes.Where(t => s_silent.ContainsKey(Exported.NameOf(t))),
            t => Assert.Empty(Exported.OutputsOf(t)));
    }

    private static string DocumentationId(PropertyInfo property)
    {
        Type declaring = property.DeclaringType!;
        Type open = declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring;
        return $"P:{open.FullName}.{property.Name}";
    }
}
