using XmrtOps.Connections;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that changes something in a database.</summary>
public abstract class DatabaseChangeCmdlet : ChangeCmdlet
{
    private protected sealed override string? SystemOf(XmrtConnection connection) => connection.HostName;

    private protected sealed override string TargetOf(XmrtConnection connection) => connection.Target;
}
