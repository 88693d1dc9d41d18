using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Databases;

/// <summary>Counts the rows of touched tables that no restore would bring back: those that were written since the restorable point.</summary>
internal static class WrittenSinceReader
{
    /// <summary>Counting ends here: whether it is a thousand rows or a million, a restore loses too many.</summary>
    internal const int MostRows = 1000;

    // Read as a whole within a second or two; more than that takes an index.
    private const long MostBytes = 256L << 20;

    /// <returns>One for each table that is touched and is there; null where there is no restorable point.</returns>
    public static async Task<IReadOnlyList<WrittenSince>?> ReadAsync(
        DatabaseTransaction transaction, IReadOnlyList<MigrationUndo> undos, RestorePoint point, CancellationToken cancellation)
    {
        if (point.At is not { } at)
        {
            return null;
        }

        RelationName[] tables = [.. undos.SelectMany(Touched).Distinct()];
        List<(RelationName Table, bool IsHidden, bool MayRead, string[] Columns, bool IsCheap)> found = await transaction.QueryAsync(
            Sql.Of("Rollback/Databases/WrittenSince.sql"),
            [tables.Select(table => table.ToSql()).ToArray()],
            row => (
                tables[row.GetInt32(0) - 1],
                row.GetBoolean(1),
                row.GetBoolean(2),
                row.GetFieldValue<string[]>(3),
                row.GetBoolean(4) || row.GetInt64(5) <= MostBytes),
            cancellation);
        List<WrittenSince> written = [];
        foreach ((RelationName table, bool isHidden, bool mayRead, string[] columns, bool isCheap) in found)
        {
            WrittenSince unknown = new() { Table = table.ToString(), TimeColumns = columns };
            string? reason = !mayRead ? "this role may not read it"
                : isHidden ? "row level security hides rows from this role"
                : columns.Length == 0 ? "it has no column with a time zone that says when a row was written"
                : !isCheap ? $"it is large, and {string.Join(", ", columns)} {(columns.Length == 1 ? "has" : "have")} no index"
                : null;
            written.Add(reason is null
                ? await CountAsync(transaction, table, unknown, at, cancellation)
                : unknown with { Reason = reason });
        }

        return written;
    }

    private static async Task<WrittenSince> CountAsync(
        DatabaseTransaction transaction, RelationName table, WrittenSince unknown, DateTimeOffset at, CancellationToken cancellation)
    {
        string later = string.Join(" OR ", unknown.TimeColumns.Select(column => $"{DatabaseTransaction.QuoteIdentifier(column)} > $1"));
        try
        {
            long rows = await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"SELECT count(*) FROM (SELECT FROM {table.ToSql()} WHERE {later} LIMIT {MostRows + 1}) AS later"),
                    [at.UtcDateTime],
                    row => row.GetInt64(0),
                    cancellation),
                cancellation);
            return unknown with { Rows = Math.Min(rows, MostRows), IsAtLeast = rows > MostRows };
        }
        catch (XmrtException fault) when (fault.ErrorId is "StatementTimedOut" or "LockTimedOut" or "PermissionDenied")
        {
            return unknown with { Reason = fault.Message };
        }
    }

    /// <summary>What a migration or its undoing names; where a restore is needed, what the migration itself has changed counts.</summary>
    private static IEnumerable<RelationName> Touched(MigrationUndo undo)
    {
        IEnumerable<SchemaObject> made = undo.Dropped.Count > 0
            ? undo.Dropped
            : InverseDeriver.Derive(undo.Migration.Row?.Statements ?? []).SelectMany(inverse => inverse.Made);
        foreach (SchemaObject item in made)
        {
            if (item.Table is not null || item.Kind == SchemaObjectKind.Table)
            {
                yield return new RelationName(item.Schema, item.Table ?? item.Name);
            }
        }

        IEnumerable<string> statements = undo.Source == UndoSource.Derived ? [] : [.. undo.Statements, .. undo.Migration.Row?.Statements ?? []];
        foreach (StatementReading reading in statements.Select(StatementReading.Of))
        {
            foreach (RelationName table in reading.DroppedTables.Concat(reading.ChangedTables).Concat(reading.DroppedColumns.Select(column => column.Table)))
            {
                yield return table;
            }
        }
    }
}
