using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Baselines;

/// <summary>Says what statements cost since a baseline, and which became slower (runbook, chapter 3).</summary>
[Cmdlet(VerbsData.Compare, "XmrtQueryBaseline", SupportsPaging = true, DefaultParameterSetName = "List")]
[OutputType(typeof(QueryChange), ParameterSetName = ["List"])]
[OutputType(typeof(QueryInterval), ParameterSetName = ["Summary"])]
public sealed class CompareXmrtQueryBaselineCommand : ConnectedCmdlet
{
    /// <summary>The baseline before, or its name; the newest of this database if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("ReferenceObject")]
    [ArgumentCompleter(typeof(QueryBaselineCompleter))]
    [ValidateNotNull]
    public QueryBaselineArgument? Reference { get; set; }

    /// <summary>The baseline after, or its name; the present if omitted, or by the word now.</summary>
    [Parameter(Position = 1)]
    [Alias("DifferenceObject")]
    [ArgumentCompleter(typeof(QueryBaselineCompleter))]
    [ValidateNotNull]
    public QueryBaselineArgument? Difference { get; set; }

    /// <summary>Only statements of which that became.</summary>
    [Parameter(ParameterSetName = "List")]
    [ValidateNotNullOrEmpty]
    public QueryChangeState[]? State { get; set; }

    /// <summary>Lists all statements, not the 20 worst.</summary>
    [Parameter(ParameterSetName = "List")]
    public SwitchParameter All { get; set; }

    /// <summary>Returns one record for all statements together: the real average of the interval.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Summary")]
    public SwitchParameter Summary { get; set; }

    private protected override void Process()
    {
        if (Difference is null or { IsNow: true })
        {
            WriteAll(ResolveConnections(), (connection, notices, cancellation) => WriteAsync(
                BaselineComparer.WithNowAsync(connection, Reference, notices, cancellation), notices, cancellation));
            return;
        }

        // Nothing is asked of a server: the connections need not be open, only named.
        string?[] connections = Connection?.Select(connection => connection.Name).ToArray()
            ?? [Session.OfRunspace.Current?.Name];
        WriteAll(connections, (connection, notices, cancellation) => WriteAsync(
            BaselineComparer.SavedAsync(connection, Reference, Difference, notices, cancellation), notices, cancellation));
    }

    private async IAsyncEnumerable<object> WriteAsync(
        Task<SnapshotComparison> comparing, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SnapshotComparison comparison = await comparing.WaitAsync(cancellation);
        if (Summary)
        {
            yield return comparison.Interval;
            yield break;
        }

        Page page = PageOf(All);
        List<QueryChange> wanted = [.. comparison.Changes.Where(change => State is null || State.Contains(change.State))];
        List<QueryChange> shown = page.Of(wanted);
        notices.Inform(BaselineComparer.Describe(comparison.Interval));
        page.Announce(shown.Count, wanted.Count, "statements", notices);
        foreach (QueryChange change in shown)
        {
            yield return change;
        }
    }
}
