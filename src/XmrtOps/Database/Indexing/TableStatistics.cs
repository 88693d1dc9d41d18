using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>A table as an index for it is designed: its columns, what the planner knows of them, and its indexes.</summary>
internal sealed record TableStatistics
{
    public long Oid { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    public bool IsPartitioned { get; init; }

    /// <summary>The table that it is a partition of, at the top; null for none.</summary>
    public RelationName? Root { get; init; }

    /// <summary>Null when it was never analyzed.</summary>
    public double? Rows { get; init; }

    public long Bytes { get; init; }

    public IReadOnlyDictionary<string, ColumnStatistics> Columns { get; init; } =
        new Dictionary<string, ColumnStatistics>(StringComparer.Ordinal);

    public IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    public RelationName Relation => new(Schema, Name);

    public bool IsLarge => IndexingThresholds.IsLarge(Rows, Bytes);

    /// <summary>Rows, or a guess from the size where nothing has counted them.</summary>
    public double RowsOrGuess => Rows ?? Bytes / 100d;
}
