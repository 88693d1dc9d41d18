namespace XmrtOps.Sandbox.Server;

/// <summary>A process that works in a sandbox's folder.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsServer">Whether it is of the server, and not initdb, pg_ctl or what launches them.</param>
internal sealed record ServerProcess(int Id, bool IsServer)
{
    public void Signal(int signal)
    {
        if (!OperatingSystem.IsWindows()) Unix.Signal(Id, signal);
    }
}
