using XmrtOps.Data;

namespace XmrtOps.Rollback.Databases;

/// <summary>What undoing a version is known to touch: tables, and indexes, which stand for their tables.</summary>
internal static class ConcernedTables
{
    public static IReadOnlyList<RelationName> Of(MigrationUndo undo) =>
    [
        .. undo.Dropped
            .Where(item => item.Schema.Length > 0)
            .Select(item => new RelationName(item.Schema, item.Table ?? item.Name))
            .Concat(undo.Script?.DroppedTables ?? [])
            .Concat((undo.Script?.DroppedColumns ?? []).Select(item => item.Table))
            .Concat(undo.Script?.ChangedTables ?? [])
            .Distinct(),
    ];
}
