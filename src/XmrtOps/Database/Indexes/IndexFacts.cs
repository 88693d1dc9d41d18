namespace XmrtOps.Database.Indexes;

/// <summary>What an index is judged by: the record, and what it does not show.</summary>
internal sealed record IndexFacts
{
    public required DatabaseIndex Index { get; init; }

    public long Id { get; init; }

    public long TableId { get; init; }

    /// <summary>It was asked for, and is not only there to be compared with.</summary>
    public bool IsWanted { get; init; }

    public bool IsPartial { get; init; }

    public bool HasExpressions { get; init; }

    public bool IsExclusion { get; init; }

    /// <summary>Nulls count as equal (NULLS NOT DISTINCT).</summary>
    public bool NullsAreEqual { get; init; }

    /// <summary>Its first columns are those of a foreign key.</summary>
    public bool BacksForeignKey { get; init; }

    /// <summary>Foreign keys of other tables refer to it.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>Operator class of each key column.</summary>
    public IReadOnlyList<string> OperatorClasses { get; init; } = [];

    /// <summary>Collation of each key column.</summary>
    public IReadOnlyList<string> Collations { get; init; } = [];

    /// <summary>Order of each key column: descending, nulls first.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];
}
