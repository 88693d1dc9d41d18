using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Retention.Archives;

/// <summary>Judges what was read before an archive is put back: what one would want to know before saying yes.</summary>
internal static class ImportFindings
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    public static IEnumerable<Finding> Of(
        ArchiveImportPreview preview, ImportOptions options, IReadOnlyList<ImportTable> tables)
    {
        if (preview.IsSameSystem != true)
        {
            yield return RetentionFindings.New(
                "OtherSystem",
                preview.IsSameSystem is null ? Severity.Information : Severity.Warning,
                preview.IsSameSystem is null
                    ? $"The archive is from {preview.Source}; whether that is this system could not be asked."
                    : $"The archive is from another database: {preview.Source}.") with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Source"] = preview.Source },
            };
        }

        if (preview.Triggers.Count > 0 && preview.Inserted > 0)
        {
            yield return OfTriggers(string.Join(", ", preview.Triggers), options) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Triggers"] = preview.Triggers },
            };
        }

        foreach (ArchiveImportTable table in preview.Tables.Where(table => table.Conflicts > 0))
        {
            yield return RetentionFindings.New(
                "Conflicts",
                Severity.Warning,
                string.Create(Culture, $"{table.Conflicts:N0} rows of {table.Table} have a key that another row has now: that one stays, and what refers to the archive's stays out where nothing takes its place.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Table"] = table.Table, ["Keys"] = table.ConflictKeys },
            };
        }

        foreach (ArchiveImportTable table in preview.Tables.Where(table => table.WithoutParent > 0))
        {
            yield return RetentionFindings.New(
                "WithoutParent",
                Severity.Warning,
                string.Create(Culture, $"{table.WithoutParent:N0} rows of {table.Table} refer to rows that are neither there nor in the archive: they stay out.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Table"] = table.Table, ["Rows"] = table.WithoutParent },
                Remedy = "Put back first what they refer to, and run it again.",
            };
        }

        foreach (ImportTable table in tables)
        {
            string[] added = [.. table.Columns.Where(column => !column.IsGenerated && table.Archived.Columns.All(known => known.Name != column.Name))
                .Select(column => column.Name)];
            if (added.Length > 0)
            {
                yield return RetentionFindings.New(
                    "NewColumns",
                    Severity.Information,
                    $"{RetentionCascade.Shown(table.Table)} has columns that the archive does not know, which get their default: {string.Join(", ", added)}.");
            }
        }
    }

    private static Finding OfTriggers(string triggers, ImportOptions options) => options switch
    {
        { WithoutTriggers: true } => RetentionFindings.New(
            "InsertTriggers", Severity.Information, $"Kept still while rows are put back, so that what they do is not done: {triggers}."),
        { AllowTriggers: true } => RetentionFindings.New(
            "InsertTriggers", Severity.Warning, $"Putting rows back sets off {triggers}, as -AllowTriggers says."),
        _ => RetentionFindings.New("InsertTriggers", Severity.Warning, $"Putting rows back sets off {triggers}.") with
        {
            Remedy = "-WithoutTriggers keeps them still for this transaction; -AllowTriggers lets them run.",
        },
    };
}
