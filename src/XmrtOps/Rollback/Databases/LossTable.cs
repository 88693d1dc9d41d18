using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Rollback.Databases;

/// <summary>A table, or a column with the key of its table, as an archive has it.</summary>
/// <param name="Table">The table with the columns that are kept.</param>
/// <param name="Column">The column that is lost; null: whole rows are.</param>
internal sealed record LossTable(ArchivedTable Table, string? Column)
{
    /// <summary>With pg_catalog as the search path, so that every type has its schema.</summary>
    /// <exception cref="XmrtException">ArchiveUnfit: a row could not be told from another one.</exception>
    public static async Task<List<LossTable>> DescribeAsync(
        DatabaseTransaction transaction, IReadOnlyList<TableLoss> losses, CancellationToken cancellation)
    {
        ILookup<int, (ArchivedColumn Column, int Place)> columns = (await transaction.QueryAsync(
            Sql.Of("Retention/Archives/ArchivedColumns.sql"),
            [losses.Select(loss => loss.Table.ToSql()).ToArray()],
            row => (
                At: row.GetInt32(0),
                Column: new ArchivedColumn { Name = row.GetString(1), Type = row.GetString(2), IsGenerated = row.GetBoolean(3) },
                Place: row.GetInt32(4)),
            cancellation)).ToLookup(found => found.At, found => (found.Column, found.Place));
        HashSet<string> partitioned = [.. await transaction.QueryAsync(
            "SELECT w.name FROM unnest($1::text[]) AS w (name) JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name) WHERE c.relkind = 'p'",
            [losses.Select(loss => loss.Table.ToSql()).ToArray()],
            row => row.GetString(0),
            cancellation)];
        List<LossTable> described = [];
        for (int i = 0; i < losses.Count; i++)
        {
            described.Add(Of(transaction.Target, losses[i], i, [.. columns[i + 1]], partitioned.Contains(losses[i].Table.ToSql())));
        }

        return described;
    }

    private static LossTable Of(
        string target, TableLoss loss, int at, IReadOnlyList<(ArchivedColumn Column, int Place)> columns, bool isPartitioned)
    {
        (ArchivedColumn Column, int Place)[] key = [.. columns.Where(column => column.Place > 0).OrderBy(column => column.Place)];
        if (key.Length == 0)
        {
            throw Errors.ArchiveUnfit(
                target, loss.Table.ToString(), "it has no primary key, by which a row that is there already is known");
        }

        ArchivedColumn[] kept =
        [
            .. columns.Select(column => column.Column)
                .Where(column => loss.Column is null || column.Name == loss.Column || key.Any(part => part.Column.Name == column.Name)),
        ];
        return new LossTable(
            new ArchivedTable
            {
                Schema = loss.Table.Schema!,
                Name = loss.Table.Name,
                IsOnly = !isPartitioned,
                Columns = kept,
                Key = [.. key.Select(column => column.Column.Name)],
                File = string.Create(CultureInfo.InvariantCulture, $"{at + 1:000}.csv.gz"),
                Rows = 0,
                Bytes = 0,
                UncompressedBytes = 0,
                Sha256 = "",
            },
            loss.Column);
    }
}
