using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Notices;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Rollback.Databases;

/// <summary>Puts back what a rollback has kept, in the transaction that makes its tables and columns again.</summary>
internal static class LossRestore
{
    /// <summary>Rows and values that were put back.</summary>
    /// <exception cref="Faults.XmrtException">Those of reading archives, and those of running SQL.</exception>
    public static async Task<long> RunAsync(
        DatabaseTransaction transaction, string path, string role, INotices notices, CancellationToken cancellation)
    {
        long restored = 0;
        if (await OpenAsync(Path.Combine(path, LossArchive.TablesFolder), notices, cancellation) is { } rows)
        {
            await ArchiveText.SetAsync(transaction, cancellation);
            foreach (ArchivedTable table in rows.Manifest.Tables)
            {
                // What the migration has put into its own table just now is in the archive as it was last.
                await transaction.ExecuteAsync($"DELETE FROM {table.Relation.ToSql()}", [], cancellation);
            }

            ImportPass pass = new(transaction, rows, notices);
            foreach (ImportTable table in await ImportTarget.ReadAsync(transaction, rows, role, cancellation))
            {
                ImportTally tally = new(table);
                await pass.RunAsync(table, ImportStatement.Insert(table), tally, "Putting back", cancellation);
                restored += tally.Inserted;
            }

            foreach ((string sequence, long highest) in pass.Highest)
            {
                await SequenceAdvance.RunAsync(transaction, sequence, highest, notices, cancellation);
            }
        }

        if (await OpenAsync(Path.Combine(path, LossArchive.ColumnsFolder), notices, cancellation) is { } columns)
        {
            await ArchiveText.SetAsync(transaction, cancellation);
            foreach (ArchivedTable table in columns.Manifest.Tables)
            {
                restored += await FillAsync(transaction, columns, table, cancellation);
            }
        }

        return restored;
    }

    private static async Task<ArchiveReader?> OpenAsync(string path, INotices notices, CancellationToken cancellation) =>
        Directory.Exists(path) ? await ArchiveReader.OpenAsync(path, notices, cancellation) : null;

    private static async Task<long> FillAsync(
        DatabaseTransaction transaction, ArchiveReader archive, ArchivedTable table, CancellationToken cancellation)
    {
        ArchivedColumn[] stored = [.. table.Stored];
        string Cast(int i) => string.Create(CultureInfo.InvariantCulture, $"CAST(v.v{i} AS {stored[i].Type})");
        string names = string.Join(", ", stored.Select((_, i) => FormattableString.Invariant($"v{i}")));
        string texts = string.Join(", ", stored.Select((_, i) => FormattableString.Invariant($"${i + 1}::text[]")));
        string values = string.Join(", ", stored.Select((column, i) => (column, i)).Where(item => !table.Key.Contains(item.column.Name))
            .Select(item => $"{DatabaseTransaction.QuoteIdentifier(item.column.Name)} = {Cast(item.i)}"));
        string key = string.Join(" AND ", stored.Select((column, i) => (column, i)).Where(item => table.Key.Contains(item.column.Name))
            .Select(item => $"t.{DatabaseTransaction.QuoteIdentifier(item.column.Name)} = {Cast(item.i)}"));
        string update = $"UPDATE {table.Relation.ToSql()} AS t SET {values} FROM unnest({texts}) AS v ({names}) WHERE {key}";
        long filled = 0;
        await foreach (IReadOnlyList<string?[]> rows in archive.RowsAsync(table, cancellation))
        {
            filled += await transaction.ExecuteAsync(
                update, [.. stored.Select((_, i) => rows.Select(row => row[i]).ToArray())], cancellation);
        }

        return filled;
    }
}
