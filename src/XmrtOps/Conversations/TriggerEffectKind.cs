namespace XmrtOps.Conversations;

/// <summary>How far a rollback takes back what a trigger does.</summary>
internal enum TriggerEffectKind
{
    /// <summary>Work for others, as a row: never seen by them.</summary>
    Queue,

    /// <summary>A NOTIFY: sent with the commit that does not come.</summary>
    Notice,

    /// <summary>A sequence: stays where it was moved to.</summary>
    Sequence,

    /// <summary>A request by pg_net, which takes its queue's rows when they are committed: never sent.</summary>
    HttpQueue,

    /// <summary>A call to the outside that nothing takes back.</summary>
    External,

    /// <summary>It cannot be told.</summary>
    Unknown,
}
