using System.Globalization;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>Writes what a plan would delete to a directory of compressed CSV files with a manifest.</summary>
/// <param name="path">Full path of the directory, which is not there yet, or empty.</param>
/// <param name="command">The command that deletes the same rows again, for the manifest.</param>
/// <param name="wrap">Comes between a file and what is written to it; null: nothing does.</param>
internal sealed class ArchiveWriter(string path, string command, Func<Stream, Stream>? wrap = null) : IRetentionArchiver
{
    public async Task<RetentionArchive> WriteAsync(
        XmrtConnection connection, RetentionPlan plan, INotices notices, CancellationToken cancellation)
    {
        ArchiveDirectory directory = ArchiveDirectory.Begin(path);
        try
        {
            (ArchiveManifest manifest, ArchiveOrigin origin) = await connection.Database.ReadAsync(
                Limits.Archive,
                notices,
                transaction => WriteAsync(transaction, plan, directory, notices, cancellation),
                cancellation);
            await WriteManifestAsync(directory, manifest, cancellation);
            cancellation.ThrowIfCancellationRequested();
            directory.Seal();
            return new RetentionArchive(path, origin.Horizon, RootRows(plan, manifest))
            {
                CascadedRows = manifest.Tables.Sum(table => table.Rows) - RootRows(plan, manifest),
                Bytes = manifest.Tables.Sum(table => table.Bytes),
                Keys = origin.Keys,
            };
        }
        catch
        {
            directory.Discard();
            throw;
        }
        finally
        {
            notices.Progress(new ProgressNotice("Archived", 100, IsCompleted: true));
        }
    }

    private async Task<(ArchiveManifest Manifest, ArchiveOrigin Origin)> WriteAsync(
        DatabaseTransaction transaction,
        RetentionPlan plan,
        ArchiveDirectory directory,
        INotices notices,
        CancellationToken cancellation)
    {
        ArchiveOrigin origin = await ArchiveOrigin.ReadAsync(transaction, plan, cancellation);
        List<ArchivedTable> tables = [];
        foreach (ArchiveSelection selection in origin.Selections)
        {
            tables.Add(await WriteAsync(
                transaction, directory, selection, origin.TableOf(selection, tables.Count + 1), notices, cancellation));
        }

        return (
            new ArchiveManifest
            {
                FormatVersion = ArchiveManifest.CurrentVersion,
                ModuleVersion = typeof(ArchiveManifest).Assembly.GetName().Version!.ToString(3),
                MadeAt = DateTimeOffset.UtcNow,
                Source = origin.Source,
                Table = plan.Table.ToString(),
                TimeColumn = plan.TimeColumn,
                Cutoff = plan.Cutoff.ToUniversalTime(),
                Condition = plan.Filter.Condition(RetentionFilter.Literal(plan.Cutoff)),
                Snapshot = origin.Snapshot,
                Command = command,
                Tables = tables,
                Partitions = origin.Partitions,
            },
            origin);
    }

    private async Task<ArchivedTable> WriteAsync(
        DatabaseTransaction transaction,
        ArchiveDirectory directory,
        ArchiveSelection selection,
        ArchivedTable table,
        INotices notices,
        CancellationToken cancellation)
    {
        FileStream file = directory.Create(table.File);
        await using ArchiveFile rows = new(wrap is null ? file : wrap(file), path);
        using Timer progress = new(
            _ => notices.Progress(new ProgressNotice(string.Create(
                CultureInfo.CurrentCulture,
                $"Archiving {RetentionCascade.Shown(table.Relation)}: {rows.Rows:N0} rows, {Module.Display.Bytes(rows.Bytes)}"))),
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(500));
        await transaction.CopyOutAsync(selection.Copy(table.Stored), rows, cancellation);
        string hash = await rows.CompleteAsync();
        return table with { Rows = rows.Rows, Bytes = rows.Bytes, UncompressedBytes = rows.UncompressedBytes, Sha256 = hash };
    }

    private async Task WriteManifestAsync(ArchiveDirectory directory, ArchiveManifest manifest, CancellationToken cancellation)
    {
        await using FileStream file = directory.Create(ArchiveManifest.FileName);
        try
        {
            await JsonSerializer.SerializeAsync(file, manifest, ArchiveJson.Plain.ArchiveManifest, cancellation);
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, path);
        }
    }

    private static long RootRows(RetentionPlan plan, ArchiveManifest manifest)
    {
        HashSet<RelationName> root = [plan.Table, .. plan.Leaves.Select(leaf => leaf.Table)];
        return manifest.Tables.Where(table => root.Contains(table.Relation)).Sum(table => table.Rows);
    }
}
