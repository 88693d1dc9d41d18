namespace XmrtOps.Database.Indexing;

/// <summary>What the planner knows of a column; null where it knows nothing, or the role may not see it.</summary>
internal sealed record ColumnStatistics
{
    public required string Name { get; init; }

    /// <summary>As format_type writes it, without a length: text, character varying, jsonb, integer[] …</summary>
    public required string Type { get; init; }

    /// <summary>Texts are compared byte by byte (collation C), so that an ordinary index serves LIKE 'x%' too.</summary>
    public bool IsBytewise { get; init; }

    /// <summary>In bytes.</summary>
    public int? AverageWidth { get; init; }

    /// <summary>Part of the rows where it is null, 0 to 1.</summary>
    public double? NullFraction { get; init; }

    /// <summary>Different values.</summary>
    public double? Distinct { get; init; }

    /// <summary>The most frequent values and the part of the rows that each has, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> CommonValues { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Part of the rows that one value lets through, on average.</summary>
    public double? EqualityFraction => Distinct is > 0 ? (1 - (NullFraction ?? 0)) / Distinct : null;

    public bool IsText => Type is "text" or "character varying" or "character" or "name";
}
