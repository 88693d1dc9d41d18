namespace XmrtOps.Database.Activity;

/// <summary>What a record of activity stands for.</summary>
public enum ActivityKind
{
    /// <summary>A process of the server: a client's session, or one of its own.</summary>
    Backend,

    /// <summary>A transaction prepared for two-phase commit: it has no session, and holds its locks until it is ended.</summary>
    PreparedTransaction,

    /// <summary>A replication slot that keeps vacuum from removing dead rows.</summary>
    ReplicationSlot,
}
