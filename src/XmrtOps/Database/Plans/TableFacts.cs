namespace XmrtOps.Database.Plans;

/// <summary>What the catalogue knows of a table that a plan reads.</summary>
internal sealed record TableFacts
{
    /// <summary>Rows, as the planner believes; null where the table was never analyzed.</summary>
    public double? Rows { get; init; }

    /// <summary>Types of the columns, by name.</summary>
    public IReadOnlyDictionary<string, string> ColumnTypes { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
}
