using System.Globalization;

namespace XmrtOps.Retention;

/// <summary>What a deletion would do, in the words of the prompt.</summary>
internal static class RetentionWords
{
    public static string Action(RetentionPreview preview, string unit, long? maximumRows)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        string count = preview.Rows is { } rows ? string.Create(culture, $"{rows:N0}") : "an unknown number of";
        string most = preview.Rows is null || preview.Rows > maximumRows
            ? maximumRows is { } limit ? string.Create(culture, $", {limit:N0} of them in this run") : ""
            : "";
        List<string> sentences = [$"delete {count} {unit} of {preview.Table} ({preview.Criterion}){most}."];
        string[] along = [.. preview.Cascades.Where(cascade => cascade.IsDeleted && cascade.Rows != 0).Select(cascade => Count(cascade, culture))];
        if (along.Length > 0)
        {
            sentences.Add($"With them go {string.Join(", ", along)}.");
        }

        string[] left = [.. preview.Cascades
            .Where(cascade => !cascade.IsDeleted && cascade.Rows > 0).Select(cascade => Count(cascade, culture))];
        if (left.Length > 0)
        {
            sentences.Add($"Left behind without them: {string.Join(", ", left)}.");
        }

        if (preview.Partitions.Count > 0)
        {
            sentences.Add(string.Create(culture, $"{preview.Partitions.Count:N0} partitions are dropped as a whole."));
        }

        if (preview is { KeepsPending: true, PendingRows: > 0 })
        {
            sentences.Add(string.Create(culture, $"{preview.PendingRows:N0} pending ones stay."));
        }

        sentences.Add(preview.ArchivePath is { } path
            ? $"They are archived first, in {path}; Import-XmrtArchive puts them back."
            : "There is no undo.");
        return string.Join(' ', sentences);
    }

    private static string Count(RetentionCascade cascade, CultureInfo culture) => cascade.Rows is { } rows
        ? string.Create(culture, $"{rows:N0} of {cascade.Table}")
        : $"an unknown number of {cascade.Table}";
}
