using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>Looks what putting an archive back would do, in a transaction that can change nothing.</summary>
internal static class ImportPreviewer
{
    /// <exception cref="XmrtException">ArchiveTargetDiffers, RowsHiddenByRls, PermissionDenied, ReadOnlyServer, ArchiveDamaged,
    /// and those of running SQL.</exception>
    public static Task<ArchiveImportPreview> ReadAsync(
        XmrtConnection connection, ArchiveReader archive, ImportOptions options, INotices notices, CancellationToken cancellation) =>
        connection.IsInRecovery == true
            ? throw Errors.ReadOnlyServer(connection.Database.Target)
            : connection.Database.ReadAsync(
                Limits.ExactRead,
                notices,
                transaction => ReadAsync(connection, transaction, archive, options, notices, cancellation),
                cancellation);

    private static async Task<ArchiveImportPreview> ReadAsync(
        XmrtConnection connection,
        DatabaseTransaction transaction,
        ArchiveReader archive,
        ImportOptions options,
        INotices notices,
        CancellationToken cancellation)
    {
        ArchiveManifest manifest = archive.Manifest;
        IReadOnlyList<ImportTable> tables = await ImportTarget.ReadAsync(transaction, archive, connection.Role ?? "?", cancellation);
        List<InsertTrigger> triggers = await InsertTrigger.ReadAsync(transaction, tables, cancellation);
        string? system = await ArchiveOrigin.IdentifierAsync(transaction, cancellation);
        string database = await transaction.SingleAsync(
            "SELECT current_database()::text", [], row => row.GetString(0), cancellation);
        await ArchiveText.SetAsync(transaction, cancellation);
        ImportPass pass = new(transaction, archive, notices);
        HashSet<RelationName> archived = [.. tables.Select(table => table.Table)];
        List<ArchiveImportTable> counts = [];
        foreach (ImportTable table in tables)
        {
            ImportTally tally = new(table);
            await pass.RunAsync(table, ImportStatement.Look(table, archived.Contains), tally, "Comparing", cancellation);
            counts.Add(tally.ToRecord());
        }

        notices.Progress(new ProgressNotice("Compared", 100, IsCompleted: true));
        ArchiveImportPreview preview = new()
        {
            Connection = connection.Name,
            Path = archive.Path,
            Source = manifest.Source.Target,
            IsSameSystem = system is null || manifest.Source.SystemIdentifier is null
                ? null
                : system == manifest.Source.SystemIdentifier && database == manifest.Source.Database,
            ArchivedAt = manifest.MadeAt.ToLocalTime(),
            Cutoff = manifest.Cutoff.ToLocalTime(),
            Tables = counts,
            Triggers = [.. triggers.Select(trigger => trigger.ToString())],
            Findings = [],
            MeasuredAt = DateTimeOffset.Now,
        };
        return preview with
        {
            Findings = [.. ImportFindings.Of(preview, options, tables).Select(finding => finding with { MeasuredAt = preview.MeasuredAt })],
        };
    }
}
