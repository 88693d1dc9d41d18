using XmrtOps.Database.Activity;
using XmrtOps.Findings;

namespace XmrtOps.Database.Locks;

/// <summary>
/// A line of a tree of who blocks whom: at its root (depth 0) who waits for nobody, below it who waits for the line above.
/// </summary>
public sealed record LockWait
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>The server's process; null for a prepared transaction, which has none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Identifier of the prepared transaction that this line is; null for processes.</summary>
    public string? PreparedTransaction { get; init; }

    /// <summary>How many stand between it and the root; 0 is the root.</summary>
    public int Depth { get; init; }

    /// <summary>Process of the root: ending it lets the others go on. Null where the root is a prepared transaction.</summary>
    public int? RootProcessId { get; init; }

    /// <summary>Processes that keep it waiting, by locks that they hold or asked for before; 0: a prepared
    /// transaction. More than one where several have to end.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    /// <summary>Sessions below it, that wait for it directly or through others; of a root, also those that are shown below
    /// another root that they wait for.</summary>
    public int Waiters { get; init; }

    /// <summary>True: it is one of several that wait for each other. The server ends one of them after
    /// deadlock_timeout.</summary>
    public bool IsDeadlock { get; init; }

    /// <summary>How long it has been waiting, in milliseconds; null for the root, and where that is hidden.</summary>
    public double? WaitMs { get; init; }

    /// <summary>True: it may have been waiting for less than <see cref="WaitMs"/>, which is the statement's age. PostgreSQL
    /// before 14 does not say when a wait began.</summary>
    public bool WaitIsUpperBound { get; init; }

    /// <summary>By how long it waits; of the root, how long the longest of its tree does.</summary>
    public Severity Severity { get; init; }

    /// <summary>What is locked, such as "relation", "tuple", "transactionid", "advisory"; null for the root.</summary>
    public string? LockType { get; init; }

    /// <summary>What it waits for, by name; null for the root.</summary>
    public string? Object { get; init; }

    /// <summary>The table or index that it is about, as schema.name; null where it is about none, or where that has no name in
    /// this database.</summary>
    public string? Relation { get; init; }

    /// <summary>The mode of lock that it wants, such as "AccessExclusiveLock"; null for the root.</summary>
    public string? LockMode { get; init; }

    /// <summary>The strongest conflicting mode that one of those holds who keep it waiting; null where they have only asked
    /// before it did, and for the root.</summary>
    public string? HeldMode { get; init; }

    /// <summary>Role of the session.</summary>
    public string? Role { get; init; }

    /// <summary>Database of the session.</summary>
    public string? Database { get; init; }

    /// <summary>What the client calls itself (application_name).</summary>
    public string? Application { get; init; }

    /// <summary>IP address of the client; null for a local socket, and where hidden.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Such as "client backend" or "autovacuum worker"; null where hidden.</summary>
    public string? BackendType { get; init; }

    /// <summary>What it does: a root is often idle in a transaction.</summary>
    public BackendState? State { get; init; }

    /// <summary>How long it has been doing what <see cref="State"/> says, in milliseconds.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Time since its transaction began or was prepared, in milliseconds.</summary>
    public double? TransactionMs { get; init; }

    /// <summary>The statement that it runs, or ran last; null where hidden.</summary>
    public string? Query { get; init; }

    /// <summary>The role may not see what the session does.</summary>
    public bool IsHidden { get; init; }

    /// <summary>When the session began; with <see cref="ProcessId"/> it tells it from all others.</summary>
    public DateTimeOffset? BackendStart { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Trees with the same number have somebody who waits for several roots.</summary>
    internal int Group { get; init; }

    /// <summary>What Stop-XmrtActivity stops.</summary>
    internal BackendActivity Root { get; init; } = null!;

    /// <summary>Who waits for whom, without the statement: the journal keeps what commands were given.</summary>
    public override string ToString() => BlockedBy.Count == 0 ? Root.ToString() : $"wait for {Root}";
}
