namespace XmrtOps.Database.Activity;

/// <summary>What came of stopping a statement or a session.</summary>
public sealed record ActivityStop
{
    /// <summary>Name of the connection it was done on.</summary>
    public required string Connection { get; init; }

    /// <summary>The server's process; null for a prepared transaction or a slot, which have none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What came of it.</summary>
    public StopOutcome Outcome { get; init; }

    /// <summary>Why, or what to know about it; empty where nothing has to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was meant to be stopped: the statement, or the session.</summary>
    public StopAction Action { get; init; }

    /// <summary>Role of the session.</summary>
    public string? Role { get; init; }

    /// <summary>Database of the session.</summary>
    public string? Database { get; init; }

    /// <summary>What its client calls itself.</summary>
    public string? Application { get; init; }

    /// <summary>IP address of its client; null for a local socket.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>What it did before.</summary>
    public BackendState? StateBefore { get; init; }

    /// <summary>What it did afterwards; null where the session has ended, or nothing was done.</summary>
    public BackendState? StateAfter { get; init; }

    /// <summary>The statement that it ran, or ran last.</summary>
    public string? Query { get; init; }

    /// <summary>Sessions that it kept waiting, directly.</summary>
    public int Blocked { get; init; }

    /// <summary>When the session began.</summary>
    public DateTimeOffset? BackendStart { get; init; }

    /// <summary>Time from the signal until it was seen to have stopped, or was given up, in milliseconds; null where no
    /// signal was sent.</summary>
    public double? WaitedMs { get; init; }

    /// <summary>When this was.</summary>
    public DateTimeOffset StoppedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null when it was not to be written, or nothing was done.</summary>
    public Guid? JournalId { get; init; }

    internal static ActivityStop Of(BackendActivity activity, StopAction action, StopOutcome outcome, string reason) => new()
    {
        Connection = activity.Connection,
        ProcessId = activity.ProcessId,
        Outcome = outcome,
        Reason = reason,
        Action = action,
        Role = activity.Role,
        Database = activity.Database,
        Application = activity.Application,
        ClientAddress = activity.ClientAddress,
        StateBefore = activity.State,
        Query = activity.Query,
        Blocked = activity.Blocks.Count,
        BackendStart = activity.BackendStart,
        StoppedAt = DateTimeOffset.Now,
    };
}
