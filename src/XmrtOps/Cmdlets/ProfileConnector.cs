using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Cmdlets;

/// <summary>Opens a profile on behalf of a cmdlet, for the time of its call.</summary>
internal static class ProfileConnector
{
    /// <exception cref="XmrtException">UnknownConnection, or a condition of connecting.</exception>
    public static XmrtConnection Open(XmrtCmdlet cmdlet, string name)
    {
        if (ProfileStore.Default.Find(name) is null)
        {
            throw Errors.UnknownConnection(name);
        }

        ConnectionRequest request = new ConnectionRequestBuilder(
            cmdlet.WriteWarning, secret => SecretReader.Read(cmdlet, secret)).Build(new GivenConnection { Target = name });
        IReadOnlyList<XmrtConnection> open = Session.OfRunspace.Open;
        return Pump.Run(
            cmdlet,
            (notices, cancellation) => ConnectionOpener.OpenAsync(request, open, notices, cancellation),
            cmdlet.Stopped);
    }
}
