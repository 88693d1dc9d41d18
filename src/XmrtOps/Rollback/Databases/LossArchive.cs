using System.Text.Json;
using XmrtOps.Data;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Rollback.Databases;

/// <summary>
/// Keeps what a version's transaction is going to drop, in that transaction, with the tables locked against writers: nothing that is
/// written meanwhile is lost unseen. Rows of whole tables can be put back by Import-XmrtArchive too.
/// </summary>
internal static class LossArchive
{
    public const string TablesFolder = "tables";
    public const string ColumnsFolder = "columns";

    /// <summary>Writes it, complete and synced when it returns; null where nothing is lost.</summary>
    /// <exception cref="Faults.XmrtException">ArchiveUnwritable, ArchivePathTaken, ArchiveUnfit.</exception>
    public static async Task<string?> WriteAsync(
        DatabaseTransaction transaction, IReadOnlyList<TableLoss> losses, string path, string command, CancellationToken cancellation)
    {
        if (losses.Count == 0)
        {
            return null;
        }

        foreach (RelationName table in losses.Select(loss => loss.Table).Distinct())
        {
            await transaction.ExecuteAsync($"LOCK TABLE {table.ToSql()} IN SHARE ROW EXCLUSIVE MODE", [], cancellation);
        }

        foreach ((string folder, TableLoss[] part) in new[]
        {
            (TablesFolder, losses.Where(loss => loss.Column is null).ToArray()),
            (ColumnsFolder, losses.Where(loss => loss.Column is not null).ToArray()),
        })
        {
            if (part.Length > 0)
            {
                await WritePartAsync(transaction, part, System.IO.Path.Combine(path, folder), command, cancellation);
            }
        }

        return path;
    }

    private static async Task WritePartAsync(
        DatabaseTransaction transaction, IReadOnlyList<TableLoss> losses, string path, string command, CancellationToken cancellation)
    {
        (string snapshot, string database, string version, string searchPath) = await transaction.SingleAsync(
            Sql.Of("Retention/Archives/ArchiveSnapshot.sql"),
            [],
            row => (row.GetString(0), row.GetString(2), row.GetString(3), row.GetString(4)),
            cancellation);
        string? identifier = await ArchiveOrigin.IdentifierAsync(transaction, cancellation);
        await transaction.ExecuteAsync("SELECT set_config('search_path', 'pg_catalog', true)", [], cancellation);
        List<LossTable> described = await LossTable.DescribeAsync(transaction, losses, cancellation);
        await ArchiveText.SetAsync(transaction, cancellation);
        ArchiveDirectory directory = ArchiveDirectory.Begin(path);
        try
        {
            List<ArchivedTable> written = [];
            foreach (LossTable table in described)
            {
                written.Add(await WriteAsync(transaction, directory, table, path, cancellation));
            }

            await transaction.ExecuteAsync("SELECT set_config('search_path', $1, true)", [searchPath], cancellation);
            ArchiveManifest manifest = new()
            {
                FormatVersion = ArchiveManifest.CurrentVersion,
                ModuleVersion = typeof(ArchiveManifest).Assembly.GetName().Version!.ToString(3),
                MadeAt = DateTimeOffset.UtcNow,
                Source = new ArchiveSource
                {
                    Target = transaction.Target,
                    Database = database,
                    SystemIdentifier = identifier,
                    ServerVersion = version,
                },
                Table = written[0].Relation.ToString(),
                TimeColumn = "",
                Cutoff = DateTimeOffset.UtcNow,
                Condition = "true",
                Snapshot = snapshot,
                Command = command,
                Tables = written,
            };
            await using (FileStream file = directory.Create(ArchiveManifest.FileName))
            {
                await JsonSerializer.SerializeAsync(file, manifest, ArchiveJson.Plain.ArchiveManifest, cancellation);
                file.Flush(flushToDisk: true);
            }

            directory.Seal();
        }
        catch
        {
            directory.Discard();
            throw;
        }
    }

    private static async Task<ArchivedTable> WriteAsync(
        DatabaseTransaction transaction, ArchiveDirectory directory, LossTable lost, string path, CancellationToken cancellation)
    {
        ArchivedTable table = lost.Table;
        string condition = lost.Column is { } column ? $"t.{DatabaseTransaction.QuoteIdentifier(column)} IS NOT NULL" : "true";
        ArchiveSelection selection = new(
            table.Relation, table.IsOnly, $"FROM {(table.IsOnly ? "ONLY " : "")}{table.Relation.ToSql()} AS t WHERE {condition}", "t");
        await using ArchiveFile rows = new(directory.Create(table.File), path);
        await transaction.CopyOutAsync(selection.Copy(table.Stored), rows, cancellation);
        string hash = await rows.CompleteAsync();
        return table with { Rows = rows.Rows, Bytes = rows.Bytes, UncompressedBytes = rows.UncompressedBytes, Sha256 = hash };
    }
}
