namespace XmrtOps.Database.Indexing;

/// <summary>An index that was dropped, and how to have it back. Null is unknown, and never zero.</summary>
public sealed record IndexRemoval
{
    /// <summary>Name of the connection it was dropped on.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema of the index and its table, without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name of the table, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>Name of the index, without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>The statement that makes it.</summary>
    public required string Definition { get; init; }

    /// <summary>Space that was freed, in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Time of dropping it in milliseconds, waits for other transactions included.</summary>
    public double DurationMs { get; init; }

    /// <summary>The planner was asked about the known statements with the index hidden; null: it was not.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Why the planner was not asked; null when it was.</summary>
    public string? NotVerifiedReason { get; init; }

    /// <summary>Known statements that were tried with the index hidden; null when it was not verified.</summary>
    public int? QueriesTried { get; init; }

    /// <summary>Known statements that cost more without it.</summary>
    public IReadOnlyList<QueryCostChange> SlowerQueries { get; init; } = [];

    /// <summary>The command that brings it back.</summary>
    public required string Undo { get; init; }

    /// <summary>When it was dropped.</summary>
    public DateTimeOffset RemovedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null when it was not to be written.</summary>
    public Guid? JournalId { get; init; }
}
