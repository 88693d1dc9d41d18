using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention.Archives;

/// <summary>Looks whether a database can take an archive back, and how.</summary>
internal static class ImportTarget
{
    /// <exception cref="XmrtException">ArchiveTargetDiffers, RowsHiddenByRls, PermissionDenied.</exception>
    public static async Task<IReadOnlyList<ImportTable>> ReadAsync(
        DatabaseTransaction transaction, ArchiveReader archive, string role, CancellationToken cancellation)
    {
        object?[] names = [archive.Manifest.Tables.Select(table => table.Relation.ToSql()).ToArray()];
        List<Facts> facts = await transaction.QueryAsync(
            Sql.Of("Retention/Archives/ImportTables.sql"),
            names,
            row => new Facts(row.GetInt32(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)),
            cancellation);
        string path = await transaction.SingleAsync(
            "SELECT current_setting('search_path'), set_config('search_path', 'pg_catalog', true)", [], row => row.GetString(0), cancellation);
        ILookup<int, ImportColumn> columns = (await transaction.QueryAsync(
            Sql.Of("Retention/Archives/ImportColumns.sql"),
            names,
            row => (Table: row.GetInt32(0), Column: new ImportColumn(
                row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetInt32(5), row.StringOrNull(6))),
            cancellation)).ToLookup(found => found.Table, found => found.Column);
        ILookup<int, Key> keys = (await transaction.QueryAsync(
            Sql.Of("Retention/Archives/ImportKeys.sql"), names, Map, cancellation)).ToLookup(key => key.Table);
        await transaction.ExecuteAsync("SELECT set_config('search_path', $1, true)", [path], cancellation);

        List<ImportTable> tables = [];
        List<string> differences = [];
        for (int i = 0; i < archive.Manifest.Tables.Count; i++)
        {
            ArchivedTable archived = archive.Manifest.Tables[i];
            string shown = RetentionCascade.Shown(archived.Relation);
            if (facts.Find(found => found.Table == i + 1) is not { } found || found.Kind is not ("r" or "p"))
            {
                differences.Add($"there is no table {shown}");
                continue;
            }

            Check(transaction.Target, shown, found, role);
            ImportTable table = TableOf(transaction.Target, archived, found, [.. columns[i + 1]], keys[i + 1], role);
            differences.AddRange(table.Differences());
            tables.Add(table);
        }

        return differences.Count == 0
            ? tables
            : throw Errors.ArchiveTargetDiffers(transaction.Target, archive.Path, differences);
    }

    private static void Check(string target, string table, Facts found, string role)
    {
        if (found.IsBlinded)
        {
            throw Errors.RowsHidden(target, table, role);
        }

        if (!found.MayInsert)
        {
            throw Errors.PermissionDenied(
                target, $"role {role} may not put rows into {table} (it takes SELECT and INSERT). Nothing was changed");
        }
    }

    private static ImportTable TableOf(
        string target, ArchivedTable archived, Facts found, IReadOnlyList<ImportColumn> columns, IEnumerable<Key> keys, string role)
    {
        HashSet<string> stored = [.. archived.Stored.Select(column => column.Name)];
        Key[] known = [.. keys.Where(key => key.Columns.All(stored.Contains))];
        if (known.FirstOrDefault(key => key.IsBlinded) is { Parent: { } hidden })
        {
            // A row whose parent is hidden would look like one without.
            throw Errors.RowsHidden(target, RetentionCascade.Shown(hidden), role);
        }

        return new ImportTable
        {
            Archived = archived,
            IsPartitioned = found.Kind == "p",
            IsOwner = found.IsOwner,
            Columns = columns,
            UniqueKeys = [.. known.Where(key => key.Parent is null).Select(key => key.Columns)],
            References = [.. known.Where(key => key is { Parent: not null, MayRead: true })
                .Select(key => new ImportReference(key.Columns, key.Parent!, key.ParentColumns!))],
        };
    }

    private static Key Map(DbDataReader row) => new(
        row.GetInt32(0),
        row.GetFieldValue<string[]>(1),
        row.IsDBNull(3) ? null : new RelationName(row.GetString(2), row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetFieldValue<string[]>(4),
        row.GetBoolean(5),
        row.GetBoolean(6));

    private sealed record Facts(int Table, string Kind, bool IsBlinded, bool MayInsert, bool IsOwner);

    private sealed record Key(
        int Table, IReadOnlyList<string> Columns, RelationName? Parent, IReadOnlyList<string>? ParentColumns, bool IsBlinded, bool MayRead);
}
