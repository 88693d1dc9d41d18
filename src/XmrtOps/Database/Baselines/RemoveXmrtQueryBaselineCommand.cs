using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Database.Baselines;

/// <summary>Removes saved query baselines. No server is asked.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "XmrtQueryBaseline",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Name")]
public sealed class RemoveXmrtQueryBaselineCommand : XmrtCmdlet
{
    /// <summary>Baselines as Get-XmrtQueryBaseline shows them: exactly these are removed.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Input")]
    [ValidateNotNullOrEmpty]
    public QueryBaseline[] InputObject { get; set; } = [];

    /// <summary>Names of the baselines, as they are: * is no wildcard here.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(QueryBaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Name of the connection that they were taken over; needed where several have one of this name.</summary>
    [Parameter(ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ConnectionName { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsAsked => !Force || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || MyInvocation.BoundParameters.ContainsKey("WhatIf")
        || LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private protected override void Process()
    {
        if (ParameterSetName == "Input")
        {
            Array.ForEach(InputObject, Remove);
            return;
        }

        IReadOnlyList<QueryBaseline> all = Await((_, cancellation) => BaselineStore.Default.ListAsync(cancellation));
        foreach (string name in Name)
        {
            try
            {
                Remove(Named(all, name));
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, name));
            }
        }
    }

    private QueryBaseline Named(IReadOnlyList<QueryBaseline> all, string name)
    {
        List<QueryBaseline> named = [.. all.Where(known => BaselineStore.IsSame(known.Name, name)
            && (ConnectionName is null || BaselineStore.IsSame(known.Connection, ConnectionName)))];
        return named.Count switch
        {
            0 => throw Errors.BaselineNotFound(name, ConnectionName),
            1 => named[0],
            _ => throw Errors.BaselineAmbiguous(name, named.Select(known => known.Connection)),
        };
    }

    private void Remove(QueryBaseline baseline)
    {
        string what = string.Create(
            CultureInfo.CurrentCulture,
            $"{baseline.Connection}: remove the query baseline '{baseline.Name}' of {baseline.TakenAt:g}, {baseline.Statements:N0} statements");
        if (IsAsked && !ShouldProcess(what, what, "Confirm"))
        {
            return;
        }

        if (!Await((_, cancellation) => BaselineStore.Default.RemoveAsync(baseline.Id, cancellation)))
        {
            WriteError(ErrorRecords.From(Errors.BaselineNotFound(baseline.Name, baseline.Connection), baseline));
        }
    }
}
