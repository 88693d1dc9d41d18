using System.Globalization;
using System.Text;
using XmrtOps.Data;
using XmrtOps.State;

namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>Writes rows into files, and what loads them into a script for psql.</summary>
/// <param name="transaction">Reads them.</param>
/// <param name="folder">A folder of this account's alone.</param>
/// <param name="script">The script.</param>
internal sealed class ScratchRows(DatabaseTransaction transaction, string folder, StringBuilder script)
{
    private int _files;

    /// <summary>Rows so far.</summary>
    public long Count { get; private set; }

    /// <summary>Tables whose rows are not all there for this role.</summary>
    public List<RelationName> Hidden { get; } = [];

    /// <param name="tables">Tables, and indexes, which stand for theirs.</param>
    /// <param name="limit">The first so many of each; null: all.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WriteAsync(IReadOnlyList<RelationName> tables, int? limit, CancellationToken cancellation)
    {
        List<(RelationName Table, string[] Columns, bool IsHidden)> found = await transaction.QueryAsync(
            Sql.Of("Rollback/Databases/Scratch/ScratchTables.sql"),
            [tables.Select(table => table.ToSql()).ToArray()],
            row => (new RelationName(row.GetString(0), row.GetString(1)), row.GetFieldValue<string[]>(2), row.GetBoolean(3)),
            cancellation);
        Hidden.AddRange(found.Where(item => item.IsHidden).Select(item => item.Table));
        foreach ((RelationName table, string[] columns, _) in found.Where(item => item.Columns.Length > 0))
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{++_files}.copy"));
            string list = string.Join(", ", columns);
            using (FileStream file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.Read))
            {
                await transaction.CopyOutAsync(
                    $"COPY (SELECT {list} FROM {table.ToSql()}{(limit is { } first ? $" LIMIT {first.ToString(CultureInfo.InvariantCulture)}" : "")}) TO STDOUT",
                    file,
                    cancellation);
            }

            // In text format a row is a line: what breaks lines within one is written otherwise.
            await foreach (string _ in File.ReadLinesAsync(path, cancellation))
            {
                Count++;
            }

            script.Append(CultureInfo.InvariantCulture, $"\\copy {table.ToSql()} ({list}) FROM '{path.Replace("'", "''", StringComparison.Ordinal)}'\n");
        }
    }
}
