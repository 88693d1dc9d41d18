using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>What anon and authenticated may do once things are dropped: less, by exactly those things.</summary>
internal static class AccessForecast
{
    /// <summary>Rights to what is touched.</summary>
    public static List<AccessRight> Touched(IEnumerable<AccessRight> rights, IReadOnlyList<MigrationUndo> undos)
    {
        HashSet<string> names = [.. undos.SelectMany(undo => undo.Dropped).Select(Relation)];
        foreach (DownScript script in undos.Select(undo => undo.Script).OfType<DownScript>())
        {
            names.UnionWith(script.DroppedTables.Concat(script.ChangedTables).Concat(script.DroppedColumns.Select(item => item.Table))
                .Select(Database.Indexing.IdentifierSql.Of));
        }

        return [.. rights.Where(right => names.Contains(right.Object) || names.Contains(right.Object.Split('(')[0]))];
    }

    /// <summary>Null where a script is run.</summary>
    public static IReadOnlyList<AccessChange>? Changes(IReadOnlyList<AccessRight> rights, IReadOnlyList<MigrationUndo> undos)
    {
        if (undos.Any(undo => undo.Source != UndoSource.Derived || undo.Dropped.Any(item => item.Kind == SchemaObjectKind.Grant)))
        {
            return null;
        }

        SchemaObject[] dropped = [.. undos.SelectMany(undo => undo.Dropped)];
        return AccessComparison.Of(rights, rights.Where(right => !IsGone(right, dropped)).Select(right => Without(right, dropped)));
    }

    private static bool IsGone(AccessRight right, SchemaObject[] dropped) => Array.Exists(dropped, item => item.Kind switch
    {
        SchemaObjectKind.Table or SchemaObjectKind.View or SchemaObjectKind.MaterializedView => item.Sql == right.Object,
        SchemaObjectKind.Function or SchemaObjectKind.Procedure => item.Sql == right.Object.Split('(')[0],
        _ => false,
    });

    private static AccessRight Without(AccessRight right, SchemaObject[] dropped)
    {
        string[] gone = [.. dropped.Where(item => item.Kind == SchemaObjectKind.Policy && item.TableSql == right.Object).Select(item => $"{item.Name}: ")];
        return gone.Length == 0
            ? right
            : right with
            {
                Permissive = [.. right.Permissive.Where(policy => !Array.Exists(gone, name => policy.StartsWith(name, StringComparison.Ordinal)))],
            };
    }

    private static string Relation(SchemaObject item) => item.Table is null ? item.Sql : item.TableSql;
}
