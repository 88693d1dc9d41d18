namespace XmrtOps.Database.Activity;

/// <summary>What a session does, as pg_stat_activity says.</summary>
public enum BackendState
{
    /// <summary>A statement runs, or waits for a lock.</summary>
    Active,

    /// <summary>Waits for its client, outside of a transaction.</summary>
    Idle,

    /// <summary>Waits for its client inside a transaction, holding its locks.</summary>
    IdleInTransaction,

    /// <summary>As IdleInTransaction, after a statement has failed: the client can only roll back.</summary>
    IdleInTransactionAborted,

    /// <summary>A function is called by the fast path of the protocol.</summary>
    FastPathCall,

    /// <summary>track_activities is off in this session, so that nothing is known of it.</summary>
    Disabled,

    /// <summary>The session is being made (PostgreSQL 18 and later).</summary>
    Starting,

    /// <summary>A state that this version of XmrtOps does not know.</summary>
    Other,
}
