using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>A table that holds rows by itself: the one that was named, or a partition or child of it.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Pages">Length when the plan was made, in pages.</param>
/// <param name="RowsPerPage">As the statistics know it; many where they know nothing, so that the first batches are small.</param>
/// <param name="Strategy">How its rows are found.</param>
internal sealed record RetentionLeaf(RelationName Table, long Pages, double RowsPerPage, RetentionStrategy Strategy);
