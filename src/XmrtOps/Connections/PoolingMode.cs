namespace XmrtOps.Connections;

/// <summary>What stands between us and the server.</summary>
public enum PoolingMode
{
    /// <summary>A pooler, and which mode it works in cannot be told from here.</summary>
    Unknown,

    /// <summary>Nothing: the process id that was announced is the backend's.</summary>
    Direct,

    /// <summary>A pooler that gives a server connection for one transaction: no session state, no prepared statements.</summary>
    Transaction,
}
