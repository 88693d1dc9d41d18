using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Database.Activity;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that talks to one or several systems.</summary>
public abstract class ConnectedCmdlet : XmrtCmdlet
{
    private readonly Dictionary<string, XmrtConnection> _openedHere = new(StringComparer.OrdinalIgnoreCase);

    // Asked for on the pipeline thread, which alone has a runspace.
    private IReadOnlyList<XmrtConnection> _openInSession = [];

    /// <summary>Open connections, their names, or profiles that are opened for this call; the current one if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public XmrtConnection[]? Connection { get; set; }

    /// <summary>The connections to use now. What is unknown is an error record, and is left out.</summary>
    private protected List<XmrtConnection> ResolveConnections()
    {
        _openInSession = Session.OfRunspace.Open;
        if (Connection is null)
        {
            return [Session.OfRunspace.Current ?? throw Faults.Errors.NotConnected()];
        }

        List<XmrtConnection> resolved = [];
        foreach (XmrtConnection connection in Connection)
        {
            try
            {
                resolved.Add(connection.IsRequest ? Open(connection.Name) : connection);
            }
            catch (Faults.XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault));
            }
        }

        return resolved;
    }

    private protected override Task<Exception> ExplainAsync(
        Exception fault, object? source, INotices notices, CancellationToken cancellation) => source is XmrtConnection connection
            ? ConnectionHolders.ExplainAsync(
                fault, connection.HostName, connection.Port, _openInSession, notices, cancellation)
            : Task.FromResult(fault);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (XmrtConnection connection in _openedHere.Values)
            {
                Await(async (_, _) =>
                {
                    await connection.CloseAsync();
                    return true;
                });
            }

            _openedHere.Clear();
        }

        base.Dispose(disposing);
    }

    private XmrtConnection Open(string name)
    {
        if (_openedHere.TryGetValue(name, out XmrtConnection? known))
        {
            return known;
        }

        XmrtConnection opened = ProfileConnector.Open(this, name);
        _openedHere.Add(name, opened);
        return opened;
    }
}
