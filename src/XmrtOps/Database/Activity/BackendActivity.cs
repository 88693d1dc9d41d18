using XmrtOps.Findings;

namespace XmrtOps.Database.Activity;

/// <summary>
/// What a session of the server does, and for how long; or a prepared transaction or replication slot that holds what
/// sessions would hold.
/// </summary>
public sealed record BackendActivity
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>A process of the server, a prepared transaction or a replication slot.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>The server's process; null where there is none (prepared transactions, slots).</summary>
    public int? ProcessId { get; init; }

    /// <summary>The worst of <see cref="Findings"/>.</summary>
    public Severity Severity { get; init; }

    /// <summary>Identifier of the prepared transaction, or name of the slot; null for processes.</summary>
    public string? Name { get; init; }

    /// <summary>Role that the session was opened as; null where the server works for itself.</summary>
    public string? Role { get; init; }

    /// <summary>The role is a superuser; null where there is no role.</summary>
    public bool? IsSuperuser { get; init; }

    /// <summary>Database that the session is connected to.</summary>
    public string? Database { get; init; }

    /// <summary>What the client calls itself (application_name).</summary>
    public string? Application { get; init; }

    /// <summary>IP address of the client, behind a pooler the pooler's; null for a local socket, and where hidden.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Such as "client backend", "autovacuum worker" or "walsender"; null where hidden.</summary>
    public string? BackendType { get; init; }

    /// <summary>The process that this one is a parallel worker of; null for others.</summary>
    public int? LeaderProcessId { get; init; }

    /// <summary>Parallel workers that run for this process.</summary>
    public int ParallelWorkers { get; init; }

    /// <summary>What it does; null for processes without a state, and where hidden.</summary>
    public BackendState? State { get; init; }

    /// <summary>How long it has been doing what <see cref="State"/> says, in milliseconds: the run of the statement, the
    /// time idle, or the time since a transaction was prepared; null where unknown.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Time since the running statement began, in milliseconds; null where none runs.</summary>
    public double? StatementMs { get; init; }

    /// <summary>Time since the transaction began or was prepared, in milliseconds; null outside of one.</summary>
    public double? TransactionMs { get; init; }

    /// <summary>Time that the client has let the session idle, in milliseconds; null while it works.</summary>
    public double? IdleMs { get; init; }

    /// <summary>Time it has been waiting for a lock, in milliseconds; null where it does not, and where that is hidden.</summary>
    public double? WaitMs { get; init; }

    /// <summary>True: it may have been waiting for less than <see cref="WaitMs"/>, which is the statement's age. PostgreSQL
    /// before 14 does not say when a wait began.</summary>
    public bool WaitIsUpperBound { get; init; }

    /// <summary>Processes that keep it waiting, by locks that they hold or asked for before; 0: a prepared transaction.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    /// <summary>Processes that it keeps waiting, directly.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [];

    /// <summary>Sort of event that the process waits for, such as Lock, IO or Client; null where it waits for none.</summary>
    public string? WaitEventType { get; init; }

    /// <summary>The event that the process waits for.</summary>
    public string? WaitEvent { get; init; }

    /// <summary>Transactions begun since the oldest one that vacuum has to keep rows for on its account; null where it holds
    /// nothing back.</summary>
    public long? XminAge { get; init; }

    /// <summary>The transaction id that vacuum is held back to.</summary>
    public long? Xmin { get; init; }

    /// <summary>Id of its own transaction; null where it has changed nothing yet.</summary>
    public long? TransactionId { get; init; }

    /// <summary>Identifier of the statement, as of Get-XmrtSlowQuery; null where the server computes none (before 14, or
    /// compute_query_id is off).</summary>
    public string? QueryId { get; init; }

    /// <summary>The statement that runs, or the last one that ran; null where hidden or none. The server cuts it at
    /// track_activity_query_size.</summary>
    public string? Query { get; init; }

    /// <summary>The role may not see what the session does.</summary>
    public bool IsHidden { get; init; }

    /// <summary>When the session began; with <see cref="ProcessId"/> it tells it from all others.</summary>
    public DateTimeOffset? BackendStart { get; init; }

    /// <summary>When the transaction began or was prepared.</summary>
    public DateTimeOffset? TransactionStart { get; init; }

    /// <summary>When the statement began that <see cref="Query"/> is.</summary>
    public DateTimeOffset? StatementStart { get; init; }

    /// <summary>When <see cref="State"/> last changed.</summary>
    public DateTimeOffset? StateChange { get; init; }

    /// <summary>What is wrong with it, and what to do.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>It waits for a lock, whether or not it is known how long.</summary>
    internal bool IsWaiting { get; init; }

    /// <summary>A connection that a pool of ours keeps open.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>The role of the connection may signal it.</summary>
    internal bool MaySignal { get; init; }

    /// <summary>-Role and -Database mean it.</summary>
    internal bool IsNamed { get; init; } = true;

    /// <summary>A slot that nobody reads from.</summary>
    internal bool IsInactiveSlot { get; init; }

    internal bool IsClient => BackendType is "client backend" || (BackendType is null && Database is not null);

    internal bool IsIdleInTransaction => State is BackendState.IdleInTransaction or BackendState.IdleInTransactionAborted;

    internal bool IsRunning => State is BackendState.Active or BackendState.FastPathCall;

    /// <summary>Who it is, without the statement: the journal keeps what commands were given.</summary>
    public override string ToString() => ProcessId is { } pid
        ? Health.HealthWords.Session(pid, Role, Application)
        : $"{Kind} {Name}";
}
