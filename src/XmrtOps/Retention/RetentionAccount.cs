using System.Globalization;

namespace XmrtOps.Retention;

/// <summary>The account of a run in a sentence, for the journal, errors and Ctrl+C.</summary>
internal static class RetentionAccount
{
    public static string Of(RetentionResult result)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        List<string> parts =
        [
            string.Create(culture, $"deleted {result.Deleted:N0} rows of {result.Table} in {result.Batches:N0} batches, each committed"),
        ];
        if (result.CascadedRows > 0)
        {
            parts.Add("with them " + string.Join(
                ", ",
                result.Cascades.Where(cascade => cascade is { IsDeleted: true, Rows: > 0 })
                    .Select(cascade => string.Create(culture, $"{cascade.Rows:N0} of {cascade.Table}"))));
        }

        if (result.ArchivedRows is { } archived)
        {
            parts.Add(string.Create(culture, $"{archived:N0} rows archived before in {result.ArchivePath}"));
        }

        if (result.SkippedLocked > 0)
        {
            parts.Add(string.Create(culture, $"{result.SkippedLocked:N0} rows that others held stay"));
        }

        if (result.SkippedChanged > 0)
        {
            parts.Add(string.Create(culture, $"{result.SkippedChanged:N0} rows that had changed stay"));
        }

        if (result.Uncertain > 0)
        {
            parts.Add(string.Create(culture, $"for {result.Uncertain:N0} rows it is not known"));
        }

        if (!result.IsComplete)
        {
            parts.Add($"not complete: {Words(result.StoppedBecause)}");
        }

        return string.Join("; ", parts);
    }

    public static string Words(StopReason reason) => reason switch
    {
        StopReason.MaximumRows => "-MaximumRows was reached",
        StopReason.MaximumDuration => "-MaximumDuration was over",
        StopReason.Cancelled => "stopped by Ctrl+C",
        StopReason.LocksHeld => "other sessions held locks three times in a row",
        StopReason.Backpressure => "vacuum or a replica did not catch up",
        StopReason.Failed => "an error ended it",
        _ => "done",
    };
}
