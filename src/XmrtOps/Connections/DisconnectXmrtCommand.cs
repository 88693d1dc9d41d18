using System.Management.Automation;
using XmrtOps.Cmdlets;

namespace XmrtOps.Connections;

/// <summary>Closes connections; without a name, the current one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Xmrt")]
[OutputType(typeof(void))]
public sealed class DisconnectXmrtCommand : ConnectedCmdlet
{
    private protected override void Process()
    {
        Session session = Session.OfRunspace;
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Await(async (_, _) =>
            {
                await session.RemoveAsync(connection);
                return true;
            });
        }
    }
}
