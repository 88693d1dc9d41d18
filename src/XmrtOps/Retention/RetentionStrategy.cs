namespace XmrtOps.Retention;

/// <summary>How the rows are found.</summary>
public enum RetentionStrategy
{
    /// <summary>Oldest first, by an index that leads with the time column.</summary>
    IndexOrder,

    /// <summary>One pass over the table's pages: without such an index every ordered batch would read the whole table.</summary>
    PageRanges,
}
