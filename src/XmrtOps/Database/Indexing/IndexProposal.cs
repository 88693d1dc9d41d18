using XmrtOps.Findings;

namespace XmrtOps.Database.Indexing;

/// <summary>An index that is missing, or may be (runbook, chapter 3). Null is unknown, and never zero.</summary>
public sealed record IndexProposal
{
    /// <summary>Name of the connection it was found on.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema of the table, without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name of the table, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>Name for the index: free, and at most 63 bytes; null where the columns are not known.</summary>
    public string? Name { get; init; }

    /// <summary>Key columns and expressions in their order, as SQL writes them; empty where they are not known.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns to carry along (INCLUDE).</summary>
    public IReadOnlyList<string> IncludedColumns { get; init; } = [];

    /// <summary>Condition of a partial index; null for one of all rows.</summary>
    public string? Predicate { get; init; }

    /// <summary>Access method: btree or gin.</summary>
    public string Method { get; init; } = "btree";

    /// <summary>The statement that makes it (CREATE INDEX CONCURRENTLY …); null where the columns are not known.</summary>
    public string? Definition { get; init; }

    /// <summary>What it is proposed for.</summary>
    public ProposalSource Source { get; init; }

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Size that it will have, in bytes: an estimate from the planner's statistics. Null when unknown.</summary>
    public long? EstimatedSizeBytes { get; init; }

    /// <summary>Rows of the table, as the planner believes; null when it was never analyzed.</summary>
    public double? TableRows { get; init; }

    /// <summary>Size of the table without indexes, in bytes.</summary>
    public long TableBytes { get; init; }

    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; }

    /// <summary>How far it can be relied on.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>True: the planner was asked and would use it with gain; false: it would not; null: it was not asked.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Why the planner was not asked, or what it answered when it would not use the index.</summary>
    public string? NotVerifiedReason { get; init; }

    /// <summary>Cost of the query without it, in the planner's units.</summary>
    public double? CostBefore { get; init; }

    /// <summary>Cost of the query with it, in the planner's units; null when the planner was not asked.</summary>
    public double? CostAfter { get; init; }

    /// <summary>Part of the cost that it saves, 0 to 100; null when the planner was not asked.</summary>
    public double? SavedPercent => CostBefore > 0 ? 100 * (1 - (CostAfter / CostBefore)) : null;

    /// <summary>The statement that it was made for: for a foreign key, how the server looks for rows that point to one.</summary>
    public string? Query { get; init; }

    /// <summary>The server's identifier of that statement.</summary>
    public string? QueryId { get; init; }

    /// <summary>Statements of those piped in that it serves.</summary>
    public int QueryCount { get; init; }

    /// <summary>What to run next.</summary>
    public string? Remedy { get; init; }

    /// <summary>When it was found.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
