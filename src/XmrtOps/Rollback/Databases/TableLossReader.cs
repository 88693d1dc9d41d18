using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Databases;

/// <summary>Counts what undoing migrations would lose, row by row and column by column.</summary>
internal static class TableLossReader
{
    /// <summary>Losses of something, the tables before the columns; what holds nothing is none.</summary>
    public static async Task<List<TableLoss>> ReadAsync(
        DatabaseTransaction transaction, IReadOnlyList<MigrationUndo> undos, CancellationToken cancellation)
    {
        List<(RelationName Table, string? Column, bool IsChange)> asked = [.. undos.SelectMany(Asked).Distinct()];
        HashSet<RelationName> dropped = [.. asked.Where(item => item is { Column: null, IsChange: false }).Select(item => item.Table)];
        // What goes with its table is counted with it.
        asked.RemoveAll(item => (item.Column is not null || item.IsChange) && dropped.Contains(item.Table));
        Dictionary<int, (bool IsHidden, bool MayRead, string[] Key)> tables = (await transaction.QueryAsync(
            Sql.Of("Rollback/Databases/LossTables.sql"),
            [asked.Select(item => item.Table.ToSql()).ToArray()],
            row => (At: row.GetInt32(0), Facts: (row.GetBoolean(2), row.GetBoolean(3), row.GetFieldValue<string[]>(4))),
            cancellation)).ToDictionary(row => row.At, row => row.Facts);
        List<TableLoss> losses = [];
        for (int i = 0; i < asked.Count; i++)
        {
            if (tables.TryGetValue(i + 1, out (bool IsHidden, bool MayRead, string[] Key) facts))
            {
                losses.Add(await CountAsync(transaction, asked[i], facts, cancellation));
            }
        }

        return [.. losses.Where(loss => loss.Rows != 0)];
    }

    private static async Task<TableLoss> CountAsync(
        DatabaseTransaction transaction,
        (RelationName Table, string? Column, bool IsChange) asked,
        (bool IsHidden, bool MayRead, string[] Key) facts,
        CancellationToken cancellation)
    {
        TableLoss loss = new(asked.Table, asked.Column, null, facts.Key, asked.IsChange);
        if (facts.IsHidden || !facts.MayRead)
        {
            return loss with { Problem = facts.MayRead ? "row level security hides rows from this role" : "this role may not read it" };
        }

        string counted = asked.Column is null ? "*" : DatabaseTransaction.QuoteIdentifier(asked.Column);
        try
        {
            long rows = await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    string.Create(CultureInfo.InvariantCulture, $"SELECT count({counted}) FROM {asked.Table.ToSql()}"),
                    [],
                    row => row.GetInt64(0),
                    cancellation),
                cancellation);
            return loss with { Rows = rows };
        }
        catch (XmrtException fault) when (fault.ErrorId is "StatementTimedOut" or "LockTimedOut" or "ColumnMissing" or "PermissionDenied")
        {
            return fault.ErrorId == "ColumnMissing" ? loss with { Rows = 0 } : loss with { Problem = fault.Message };
        }
    }

    private static IEnumerable<(RelationName Table, string? Column, bool IsChange)> Asked(MigrationUndo undo)
    {
        foreach (SchemaObject made in undo.Dropped)
        {
            if (made.Kind == SchemaObjectKind.Table)
            {
                yield return (new RelationName(made.Schema, made.Name), null, false);
            }
            else if (made.Kind == SchemaObjectKind.Column)
            {
                yield return (new RelationName(made.Schema, made.Table!), made.Name, false);
            }
        }

        foreach (RelationName table in undo.Script?.DroppedTables ?? [])
        {
            yield return (table, null, false);
        }

        foreach ((RelationName table, string column) in undo.Script?.DroppedColumns ?? [])
        {
            yield return (table, column, false);
        }

        foreach (RelationName table in undo.Script?.ChangedTables ?? [])
        {
            yield return (table, null, true);
        }
    }
}
