using XmrtOps.Data;

namespace XmrtOps.Database.Indexes;

/// <summary>Which indexes are wanted.</summary>
internal sealed record IndexQuery
{
    public Wildcard? Table { get; init; }

    public Wildcard? Name { get; init; }

    public Wildcard? Schema { get; init; }

    public bool IncludeSystem { get; init; }

    /// <summary>Only indexes with a finding of such a code; null: all.</summary>
    public Func<string, bool>? Finding { get; init; }

    /// <summary>Exactly these tables; null: any.</summary>
    public IReadOnlyList<RelationName>? Tables { get; init; }
}
