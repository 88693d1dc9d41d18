using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Rollback.Databases;

/// <summary>Puts back what a rollback has kept, in the transaction that makes its tables and columns again.</summary>
internal static class LossRestore
{
    /// <summary>Rows and values that were put back.</summary>
    /// <exception cref="XmrtException">Those of reading archives, and those of running SQL.</exception>
    public static async Task<long> RunAsync(
        DatabaseTransaction transaction, string path, string role, INotices notices, CancellationToken cancellation)
    {
        ArchiveReader? rows = await OpenAsync(Path.Combine(path, LossArchive.TablesFolder), notices, cancellation);
        ArchiveReader? columns = await OpenAsync(Path.Combine(path, LossArchive.ColumnsFolder), notices, cancellation);
        string[] tables =
        [
            .. new[] { rows, columns }.OfType<ArchiveReader>().SelectMany(archive => archive.Manifest.Tables)
                .Select(table => table.Relation.ToSql()),
        ];
        // A trigger that notes the time of a change would note this one.
        List<(string Disable, string Enable)> triggers = await transaction.QueryAsync(
            Sql.Of("Rollback/Databases/RowTriggers.sql"), [tables], row => (row.GetString(0), row.GetString(1)), cancellation);
        foreach ((string disable, _) in triggers)
        {
            await transaction.ExecuteAsync(disable, [], cancellation);
        }

        await ArchiveText.SetAsync(transaction, cancellation);
        long restored = 0;
        if (rows is not null)
        {
            restored += await InsertAsync(transaction, rows, role, notices, cancellation);
        }

        foreach (ArchivedTable table in columns?.Manifest.Tables ?? [])
        {
            restored += await FillAsync(transaction, columns!, table, cancellation);
        }

        if (triggers.Count > 0)
        {
            // What foreign keys have still to check would keep the tables from being altered.
            await transaction.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", [], cancellation);
        }

        foreach ((_, string enable) in triggers)
        {
            await transaction.ExecuteAsync(enable, [], cancellation);
        }

        return restored;
    }

    private static async Task<long> InsertAsync(
        DatabaseTransaction transaction, ArchiveReader rows, string role, INotices notices, CancellationToken cancellation)
    {
        foreach (ArchivedTable table in rows.Manifest.Tables.Reverse())
        {
            // What the migration has put into its own table just now is in the archive as it was last.
            await transaction.ExecuteAsync($"DELETE FROM {table.Relation.ToSql()}", [], cancellation);
        }

        ImportPass pass = new(transaction, rows, notices);
        IReadOnlyList<ImportTable> tables = await ImportTarget.ReadAsync(transaction, rows, role, cancellation);
        ImportTally[] tallies = [.. tables.Select(table => new ImportTally(table))];
        long inserted = -1;
        // Rows may refer to rows of a table that comes later, or of their own.
        for (long now = 0; now > inserted; now = tallies.Sum(tally => tally.Inserted))
        {
            inserted = now;
            for (int i = 0; i < tables.Count; i++)
            {
                if (inserted > 0 && tallies[i].Orphans == 0)
                {
                    continue;
                }

                if (inserted > 0)
                {
                    tallies[i].Repeat();
                }

                await pass.RunAsync(tables[i], ImportStatement.Insert(tables[i]), tallies[i], "Putting back", cancellation);
            }
        }

        if (Array.Find(tallies, tally => tally.Orphans > 0) is not null)
        {
            // All of it comes back, or nothing is done.
            throw Errors.ArchiveTargetDiffers(transaction.Target, rows.Path, ["rows that its rows refer to are not there any more"]);
        }

        foreach ((string sequence, long highest) in pass.Highest)
        {
            await SequenceAdvance.RunAsync(transaction, sequence, highest, notices, cancellation);
        }

        return inserted;
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
