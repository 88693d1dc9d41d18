using System.Management.Automation;
using XmrtOps.Cmdlets;

namespace XmrtOps.Connections;

/// <summary>Closes connections; without a name, the current one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Xmrt")]
public sealed class DisconnectXmrtCommand : ConnectedCmdlet
{
    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Await(async (_, _) =>
            {
                await Session.OfRunspace.RemoveAsync(connection);
                return true;
            });
        }
    }
}
