using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>A partition that lies wholly before the cutoff: it is detached and dropped instead of emptied.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Parent">What it is detached from.</param>
/// <param name="Leaves">The tables in it that hold rows: itself, or its own partitions.</param>
internal sealed record RetentionPartition(RelationName Table, RelationName Parent, IReadOnlyList<RetentionLeaf> Leaves);
