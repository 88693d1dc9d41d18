using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention.Archives;

/// <summary>What an archive is written from: one snapshot, and the tables as the catalogue describes them in it.</summary>
internal sealed class ArchiveOrigin
{
    private readonly IReadOnlyDictionary<RelationName, ArchivedTable> _tables;

    private ArchiveOrigin(IReadOnlyDictionary<RelationName, ArchivedTable> tables) => _tables = tables;

    public required ArchiveSource Source { get; init; }

    public required string Snapshot { get; init; }

    /// <summary>What transactions from before it wrote is in the snapshot.</summary>
    public required long Horizon { get; init; }

    /// <summary>Null: the horizon tells alone what is in it.</summary>
    public required ArchivedKeys? Keys { get; init; }

    public required IReadOnlyList<ArchiveSelection> Selections { get; init; }

    public required IReadOnlyList<string> Partitions { get; init; }

    /// <exception cref="XmrtException">ArchiveUnfit.</exception>
    public static async Task<ArchiveOrigin> ReadAsync(
        DatabaseTransaction transaction, RetentionPlan plan, CancellationToken cancellation)
    {
        (string snapshot, long horizon, string database, string version, string path) = await transaction.SingleAsync(
            Sql.Of("Retention/Archives/ArchiveSnapshot.sql"),
            [],
            row => (row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4)),
            cancellation);
        string? identifier = await IdentifierAsync(transaction, cancellation);
        IReadOnlyList<ArchiveSelection> selections = ArchiveSelection.Of(plan);
        await transaction.ExecuteAsync("SELECT set_config('search_path', 'pg_catalog', true)", [], cancellation);
        Dictionary<RelationName, ArchivedTable> tables = await TablesAsync(transaction, selections, cancellation);
        // Operators of the rows' types are found where the role finds them.
        await transaction.ExecuteAsync("SELECT set_config('search_path', $1, true)", [path], cancellation);
        // Keys as texts are compared by the batches, which know nothing of the archive's form.
        ArchivedKeys? keys = await ArchivedKeys.ReadAsync(transaction, plan, tables[selections[0].Table].Key, cancellation);
        await ArchiveText.SetAsync(transaction, cancellation);
        return new ArchiveOrigin(tables)
        {
            Source = new ArchiveSource
            {
                Target = transaction.Target,
                Database = database,
                SystemIdentifier = identifier,
                ServerVersion = version,
            },
            Snapshot = snapshot,
            Horizon = horizon,
            Keys = keys,
            Selections = selections,
            Partitions = await transaction.QueryAsync(
                Sql.Of("Retention/Archives/PartitionBounds.sql"),
                [plan.Partitions.Select(partition => partition.Table.ToSql()).ToArray()],
                row => row.GetString(0),
                cancellation),
        };
    }

    /// <summary>A table as it is before its rows are written.</summary>
    /// <param name="selection">The table.</param>
    /// <param name="number">Its place in the archive: names of tables need not be names of files.</param>
    public ArchivedTable TableOf(ArchiveSelection selection, int number)
    {
        string name = string.Concat(selection.Table.ToString().Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '_'));
        return _tables[selection.Table] with
        {
            IsOnly = selection.IsOnly,
            File = string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{number:000}-{name[..Math.Min(name.Length, 100)]}.csv.gz"),
        };
    }

    public static async Task<string?> IdentifierAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            return await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    "SELECT system_identifier::text FROM pg_catalog.pg_control_system()", [], row => row.GetString(0), cancellation),
                cancellation);
        }
        catch (XmrtException refused) when (refused.ErrorId == "PermissionDenied")
        {
            return null;
        }
    }

    private static async Task<Dictionary<RelationName, ArchivedTable>> TablesAsync(
        DatabaseTransaction transaction, IReadOnlyList<ArchiveSelection> selections, CancellationToken cancellation)
    {
        ILookup<int, (ArchivedColumn Column, int KeyPlace)> columns = (await transaction.QueryAsync(
            Sql.Of("Retention/Archives/ArchivedColumns.sql"),
            [selections.Select(selection => selection.Table.ToSql()).ToArray()],
            row => (
                Table: row.GetInt32(0),
                Column: new ArchivedColumn { Name = row.GetString(1), Type = row.GetString(2), IsGenerated = row.GetBoolean(3) },
                KeyPlace: row.GetInt32(4)),
            cancellation)).ToLookup(found => found.Table, found => (found.Column, found.KeyPlace));
        Dictionary<RelationName, ArchivedTable> tables = [];
        for (int i = 0; i < selections.Count; i++)
        {
            (ArchivedColumn Column, int KeyPlace)[] key = [.. columns[i + 1].Where(c => c.KeyPlace > 0).OrderBy(c => c.KeyPlace)];
            string table = selections[i].Table.ToString();
            if (key.Length == 0)
            {
                throw Errors.ArchiveUnfit(transaction.Target, table, "it has no primary key, by which a row that is there already is known");
            }

            if (key.Any(c => c.Column.IsGenerated))
            {
                throw Errors.ArchiveUnfit(transaction.Target, table, "its primary key is computed by the server, and cannot be put back");
            }

            tables[selections[i].Table] = new ArchivedTable
            {
                Schema = selections[i].Table.Schema!,
                Name = selections[i].Table.Name,
                IsOnly = selections[i].IsOnly,
                Columns = [.. columns[i + 1].Select(c => c.Column)],
                Key = [.. key.Select(c => c.Column.Name)],
                File = "",
                Rows = 0,
                Bytes = 0,
                UncompressedBytes = 0,
                Sha256 = "",
            };
        }

        return tables;
    }
}
