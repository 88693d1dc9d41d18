using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>An index that can be dropped.</summary>
internal sealed record RemovalPlan
{
    public long Oid { get; init; }

    public required RelationName Index { get; init; }

    public long TableOid { get; init; }

    public required RelationName Table { get; init; }

    public bool IsPartitioned { get; init; }

    public bool IsUnique { get; init; }

    public bool IsValid { get; init; }

    public required string Definition { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>What the server runs. A partitioned index goes at once or not at all: CONCURRENTLY is refused for it.</summary>
    public string Sql => $"DROP INDEX {(IsPartitioned ? "" : "CONCURRENTLY ")}{Index.ToSql()}";
}
