using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>What a build would do, after everything has been looked at that may stand against it.</summary>
internal sealed record BuildPlan
{
    public required IndexDefinition Definition { get; init; }

    public required RelationName Table { get; init; }

    public long TableOid { get; init; }

    /// <summary>The first is what was asked for; those of partitions follow, each after the one that it is attached to.</summary>
    public required IReadOnlyList<BuildStep> Steps { get; init; }

    /// <summary>A valid index that is the same, whatever its name; then there is nothing to do.</summary>
    public TableIndex? Existing { get; init; }

    public long? EstimatedSizeBytes { get; init; }

    /// <summary>Transactions that the build will wait for.</summary>
    public IReadOnlyList<Obstacle> Waits { get; init; } = [];

    public RelationName Index => new(Table.Schema, Existing?.Name ?? Definition.Name);
}
