using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>
/// What a deletion by age would do, as the catalogue tells it: which rows of which tables, how they are found, and what
/// goes with them. Made once; the cutoff never moves.
/// </summary>
internal sealed record RetentionPlan
{
    /// <summary>The table that was named, with its schema.</summary>
    public required RelationName Table { get; init; }

    /// <summary>It is partitioned, or has children by inheritance.</summary>
    public bool HasChildren { get; init; }

    /// <summary>It is partitioned: its rows are in other tables, which all have its columns.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>The column that rows are aged by.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Its type: timestamptz, timestamp or date.</summary>
    public required string TimeType { get; init; }

    /// <summary>Rows from before this go.</summary>
    public required DateTimeOffset Cutoff { get; init; }

    /// <summary>The server's time when the plan was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Which rows go.</summary>
    public required RetentionFilter Filter { get; init; }

    /// <summary>Tables that are gone through row by row.</summary>
    public required IReadOnlyList<RetentionLeaf> Leaves { get; init; }

    /// <summary>Partitions that are dropped as a whole.</summary>
    public IReadOnlyList<RetentionPartition> Partitions { get; init; } = [];

    /// <summary>All references, each after the one whose rows it refers to.</summary>
    public IReadOnlyList<CascadeEdge> References { get; init; } = [];

    /// <summary>References whose rows go too, each after the one whose rows it refers to.</summary>
    public IEnumerable<CascadeEdge> Cascades => References.Where(edge => edge.IsDeleted);

    /// <summary>Version of the server as a number, such as 150008.</summary>
    public required int ServerVersion { get; init; }

    /// <summary>Size of a page in bytes.</summary>
    public required int PageBytes { get; init; }
}
