using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>A table with all its partitions, and which of them hold rows or lie wholly before the cutoff.</summary>
internal sealed class LeafTree
{
    private readonly List<Node> _nodes;

    private LeafTree(List<Node> nodes) => _nodes = nodes;

    /// <summary>The table and everything below it.</summary>
    public IReadOnlyList<long> Oids => [.. _nodes.Select(node => node.Oid)];

    /// <summary>Partitions to drop: those before the cutoff that are in no other such one.</summary>
    public IReadOnlyList<RetentionPartition> Partitions =>
    [
        .. _nodes.Where(node => node.IsBeforeCutoff && !IsInDropped(node)).Select(node => new RetentionPartition(
            node.Table,
            _nodes.Find(parent => parent.Oid == node.Parent)!.Table,
            [.. _nodes.Where(leaf => leaf.Kind == "r" && IsBelow(leaf, node)).Select(leaf => leaf.ToLeaf())])),
    ];

    public static async Task<LeafTree> ReadAsync(
        DatabaseTransaction transaction,
        RelationName table,
        long oid,
        string timeColumn,
        DateTimeOffset cutoff,
        CancellationToken cancellation)
    {
        List<Node> nodes = await transaction.QueryAsync(
            Sql.Of("Retention/Leaves.sql"),
            [oid, timeColumn, cutoff.ToUniversalTime()],
            row => new Node(
                row.GetInt64(0),
                row.ValueOrNull<long>(1),
                new RelationName(row.GetString(2), row.GetString(3)),
                row.GetString(4),
                row.GetInt64(5),
                row.GetDouble(6),
                row.GetBoolean(7),
                row.GetBoolean(8)),
            cancellation);
        return nodes.Find(node => node.Kind == "f") is { } foreign
            ? throw Errors.ForeignPartition(transaction.Target, table.ToString(), foreign.Table.ToString())
            : new LeafTree(nodes);
    }

    /// <summary>Tables to go through row by row.</summary>
    /// <param name="keepWhole">No partition is dropped.</param>
    public IReadOnlyList<RetentionLeaf> Leaves(bool keepWhole) =>
        [.. _nodes.Where(node => node.Kind == "r" && (keepWhole || !(node.IsBeforeCutoff || IsInDropped(node)))).Select(node => node.ToLeaf())];

    private bool IsInDropped(Node node) =>
        _nodes.Find(parent => parent.Oid == node.Parent) is { } parent && (parent.IsBeforeCutoff || IsInDropped(parent));

    private bool IsBelow(Node node, Node top) =>
        node == top || (_nodes.Find(parent => parent.Oid == node.Parent) is { } parent && IsBelow(parent, top));

    private sealed record Node(
        long Oid,
        long? Parent,
        RelationName Table,
        string Kind,
        long Pages,
        double RowsPerPage,
        bool HasTimeIndex,
        bool IsBeforeCutoff)
    {
        public RetentionLeaf ToLeaf() => new(
            Table, Pages, RowsPerPage, HasTimeIndex ? RetentionStrategy.IndexOrder : RetentionStrategy.PageRanges);
    }
}
