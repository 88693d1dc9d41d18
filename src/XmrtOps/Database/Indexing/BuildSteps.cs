using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>Which indexes have to be made, on which tables, and what is there of them already.</summary>
internal static class BuildSteps
{
    /// <param name="definition">What was asked for.</param>
    /// <param name="tree">The table, and its partitions after the ones that they are parts of.</param>
    /// <param name="indexes">The indexes that there are, by table.</param>
    public static IEnumerable<BuildStep> Of(
        IndexDefinition definition, IReadOnlyList<BuildTable> tree, ILookup<long, TableIndex> indexes)
    {
        Dictionary<long, BuildStep> made = [];
        foreach (BuildTable table in tree)
        {
            BuildStep? parent = table.Parent is { } above ? made.GetValueOrDefault(above) : null;
            IndexDefinition own = parent is null ? definition : definition.On(table.Relation, PartitionName(table, definition));
            TableIndex? parentIndex = parent is null
                ? null
                : indexes[parent.TableOid].FirstOrDefault(index => index.Name == parent.Definition.Name);
            // One that is there already and free to be attached is taken, whatever its name.
            TableIndex? usable = parent is null ? null : indexes[table.Oid].FirstOrDefault(index =>
                index.IsValid && index.Definition?.IsEquivalentTo(own) == true
                && (index.Parent is null || index.Parent == parentIndex?.Oid));
            TableIndex? leftover = indexes[table.Oid].FirstOrDefault(index =>
                index.Name == own.Name && !index.IsValid
                && (index.Definition is null || index.Definition.IsEquivalentTo(own)));
            BuildStep step = new(
                table.Relation,
                table.Oid,
                usable is null ? own : own with { Name = usable.Name },
                table.IsPartitioned,
                parent?.Index)
            {
                IsDone = usable is not null,
                IsAttached = usable?.Parent is not null,
                HasLeftover = usable is null && leftover is not null,
            };
            made.Add(table.Oid, step);
            yield return step;
        }
    }

    private static string PartitionName(BuildTable table, IndexDefinition definition) =>
        IndexNames.For(table.Relation.Name, [.. definition.Elements.Select(IndexNames.PartOf)])[0];
}
