using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Database.Baselines;

/// <summary>Lists the saved query baselines, newest first. No server is asked.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtQueryBaseline", SupportsPaging = true)]
[OutputType(typeof(QueryBaseline))]
public sealed class GetXmrtQueryBaselineCommand : XmrtCmdlet
{
    /// <summary>Names to look for.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueryBaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Names of the connections that they were taken over.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ConnectionName { get; set; }

    /// <summary>All of them, instead of the last 20.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        Func<string, bool> isNamed = NameFilter.Of(nameof(Name), Name);
        Func<string, bool> isOfConnection = NameFilter.Of(nameof(ConnectionName), ConnectionName);
        Page page = PageOf(All);
        List<QueryBaseline> found = Await(async (notices, cancellation) =>
        {
            List<QueryBaseline> wanted = [.. (await BaselineStore.Default.ListAsync(cancellation))
                .Where(baseline => isNamed(baseline.Name) && isOfConnection(baseline.Connection))];
            List<QueryBaseline> shown = page.Of(wanted);
            page.Announce(shown.Count, wanted.Count, "query baselines", notices);
            return wanted;
        });
        WriteObject(page.Of(found), enumerateCollection: true);
        foreach (string missing in (Name ?? []).Where(NameFilter.IsLiteral))
        {
            if (!found.Exists(baseline => BaselineStore.IsSame(baseline.Name, missing)))
            {
                WriteError(ErrorRecords.From(Errors.BaselineNotFound(missing, connection: null)));
            }
        }
    }
}
