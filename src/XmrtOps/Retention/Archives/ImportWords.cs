using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Connections;
using XmrtOps.Module;

namespace XmrtOps.Retention.Archives;

/// <summary>What putting an archive back would do and did, in words.</summary>
internal static partial class ImportWords
{
    public static string Action(ArchiveImportPreview preview)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        string[] tables = [.. preview.Tables.Where(table => table.Inserted > 0)
            .Select(table => string.Create(culture, $"{table.Inserted:N0} rows of {table.Table}"))];
        List<string> sentences =
        [
            string.Create(
                culture,
                $"put back {(tables.Length == 0 ? "nothing" : string.Join(", ", tables))} from {preview.Path} "
                + $"(archived {preview.ArchivedAt.ToLocalTime():g} from {preview.Source})."),
        ];
        if (preview.AlreadyPresent > 0)
        {
            sentences.Add(string.Create(culture, $"{preview.AlreadyPresent:N0} are there already."));
        }

        if (preview.Conflicts > 0)
        {
            sentences.Add(string.Create(culture, $"{preview.Conflicts:N0} are in conflict with rows that stay."));
        }

        if (preview.WithoutParent > 0)
        {
            sentences.Add(string.Create(culture, $"{preview.WithoutParent:N0} refer to what is not there, and stay out."));
        }

        return string.Join(' ', sentences);
    }

    public static string Account(ArchiveImportResult result)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return string.Create(culture, $"put back {result.Inserted:N0} of {result.Rows:N0} rows from {result.Path}")
            + (result.AlreadyPresent > 0 ? string.Create(culture, $"; {result.AlreadyPresent:N0} were there already") : "")
            + (result.Conflicts > 0 ? string.Create(culture, $"; {result.Conflicts:N0} in conflict with rows that stay") : "")
            + (result.WithoutParent > 0 ? string.Create(culture, $"; {result.WithoutParent:N0} without what they refer to") : "");
    }

    /// <summary>The command that deletes again what came back; null where the manifest's is not one of ours as it is written:
    /// somebody is going to paste it.</summary>
    public static string? Undo(XmrtConnection connection, ArchiveManifest manifest) => OwnCommand().IsMatch(manifest.Command)
        ? $"{manifest.Command} -Connection {PowerShellLiteral.Quote(connection.Name)}"
        : null;

    [GeneratedRegex(
        @"^Remove-Xmrt(Log|Conversation) '[0-9T:.Z-]+'( -(Table|TimeColumn) '([^'\u2018-\u201b\r\n]|'')+'| -ActivitySource \w+| -IncludePending| -IncludeOrphaned)*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnCommand();
}
