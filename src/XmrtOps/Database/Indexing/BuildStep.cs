using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>One index to build on one table: the whole of it, or one of a partition.</summary>
/// <param name="Table">The table.</param>
/// <param name="TableOid">Its oid.</param>
/// <param name="Definition">The index.</param>
/// <param name="IsPartitioned">It holds nothing itself: made at once, and valid when its parts are attached.</param>
/// <param name="Parent">The index of the partitioned table that it is attached to; null for none.</param>
internal sealed record BuildStep(
    RelationName Table, long TableOid, IndexDefinition Definition, bool IsPartitioned, RelationName? Parent)
{
    /// <summary>The index with its schema, which is its table's.</summary>
    public RelationName Index => new(Table.Schema, Definition.Name);

    /// <summary>The index exists and is valid.</summary>
    public bool IsDone { get; init; }

    /// <summary>It is a part of its parent already.</summary>
    public bool IsAttached { get; init; }

    /// <summary>An attempt that was interrupted has left it invalid.</summary>
    public bool HasLeftover { get; init; }
}
