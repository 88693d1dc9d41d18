using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>An index that was built, and the proof of what it is good for. Null is unknown, and never zero.</summary>
public sealed record IndexCreation
{
    /// <summary>Name of the connection it was built on.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema of the index and its table, without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name of the table, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>Name of the index, without quotes; of the one that was there already where there was one.</summary>
    public required string Name { get; init; }

    /// <summary>The statement that it was asked for by.</summary>
    public required string Definition { get; init; }

    /// <summary>False: the same index was there already, and nothing was done.</summary>
    public bool IsCreated { get; init; }

    /// <summary>Queries can use it.</summary>
    public bool IsValid { get; init; }

    /// <summary>Size in bytes, with that of its partitions.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Time of the build in milliseconds, waits for other transactions included; null when nothing was built.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Runs of CREATE INDEX: more than one where a deadlock or a timeout was met, or there are partitions.</summary>
    public int Attempts { get; init; }

    /// <summary>Invalid indexes that earlier attempts had left, and that were dropped first.</summary>
    public int RemovedLeftovers { get; init; }

    /// <summary>The statement that it was made for; null when none is known.</summary>
    public string? Query { get; init; }

    /// <summary>The server's identifier of that statement.</summary>
    public string? QueryId { get; init; }

    /// <summary>Cost of the statement just before the build, in the planner's units.</summary>
    public double? CostBefore { get; init; }

    /// <summary>Cost of the statement now, in the planner's units.</summary>
    public double? CostAfter { get; init; }

    /// <summary>Part of the cost that is saved, 0 to 100.</summary>
    public double? SavedPercent => CostBefore > 0 ? 100 * (1 - (CostAfter / CostBefore)) : null;

    /// <summary>The statement's plan uses the index now; null when there is no statement, or no plan of it.</summary>
    public bool? IsUsed { get; init; }

    /// <summary>Why it is not known whether the statement uses it; null when it is.</summary>
    public string? NotProvenReason { get; init; }

    /// <summary>The statement's plan just before the build.</summary>
    public QueryPlan? PlanBefore { get; init; }

    /// <summary>The statement's plan now.</summary>
    public QueryPlan? PlanAfter { get; init; }

    /// <summary>The command that takes it back; null when nothing was built.</summary>
    public string? Undo { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null when it was not to be written, or nothing was built.</summary>
    public Guid? JournalId { get; init; }
}
