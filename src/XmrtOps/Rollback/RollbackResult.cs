namespace XmrtOps.Rollback;

/// <summary>What Invoke-XmrtRollback or Undo-XmrtRollback did (runbook, "Rollback Procedures").</summary>
public sealed record RollbackResult
{
    /// <summary>Name of the connection that it was done on.</summary>
    public required string Connection { get; init; }

    /// <summary>What was rolled back.</summary>
    public required RollbackTarget Target { get; init; }

    /// <summary>Its name: Vercel's project, the functions, the database.</summary>
    public required string Name { get; init; }

    /// <summary>It took a rollback back.</summary>
    public bool IsUndo { get; init; }

    /// <summary>What came of it.</summary>
    public required RollbackOutcome Outcome { get; init; }

    /// <summary>True: what is there now was looked at, and is well. False: it is not. Null: that could not be looked at.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Why, and what to know now.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was there before.</summary>
    public required string From { get; init; }

    /// <summary>What was to be there.</summary>
    public string? To { get; init; }

    /// <summary>The steps, and what became of each.</summary>
    public IReadOnlyList<RollbackStepResult> Steps { get; init; } = [];

    /// <summary>What was looked at afterwards.</summary>
    public IReadOnlyList<RollbackCheck> Checks { get; init; } = [];

    /// <summary>What to type next; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What takes it back; null where there is nothing to take back.</summary>
    public string? Undo { get; init; }

    /// <summary>How long it took, checks included, in seconds; null where nothing was sent.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>When this was.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal), each step of which has one too; null where it was not to be written, or
    /// nothing was sent.</summary>
    public Guid? JournalId { get; init; }

    /// <summary>What has to be known to take it back.</summary>
    internal JournaledRollback? Record { get; init; }

    /// <summary>All is as it was to be, or goes on: no error is reported.</summary>
    internal bool IsSuccess => Outcome is RollbackOutcome.Done or RollbackOutcome.NothingToDo or RollbackOutcome.StillRunning;
}
