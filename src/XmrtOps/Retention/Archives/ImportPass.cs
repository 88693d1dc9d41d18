using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>Sends a table's rows of an archive through a statement, batch by batch.</summary>
internal sealed class ImportPass(DatabaseTransaction transaction, ArchiveReader archive, INotices notices)
{
    /// <summary>The highest number of each column that a sequence numbers.</summary>
    public Dictionary<string, long> Highest { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(
        ImportTable table, string statement, ImportTally tally, string verb, CancellationToken cancellation)
    {
        ImportColumn[] stored = [.. table.Stored];
        long done = 0;
        await foreach (IReadOnlyList<string?[]> rows in archive.RowsAsync(table.Archived, cancellation))
        {
            await transaction.RunAsync(
                [(statement, [.. stored.Select((_, i) => rows.Select(row => row[i]).ToArray())])],
                async (_, row) =>
                {
                    await row.ReadAsync(cancellation);
                    tally.Add(row);
                },
                cancellation);
            for (int i = 0; i < stored.Length; i++)
            {
                if (stored[i].Sequence is { } sequence)
                {
                    Note(sequence, rows, i);
                }
            }

            done += rows.Count;
            notices.Progress(new ProgressNotice(
                string.Create(
                    CultureInfo.CurrentCulture,
                    $"{verb} {RetentionCascade.Shown(table.Table)}: {done:N0} of {table.Archived.Rows:N0} rows"),
                (int)(100 * done / Math.Max(1, table.Archived.Rows))));
        }
    }

    private void Note(string sequence, IReadOnlyList<string?[]> rows, int column)
    {
        foreach (string?[] row in rows)
        {
            if (long.TryParse(row[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && (!Highest.TryGetValue(sequence, out long known) || number > known))
            {
                Highest[sequence] = number;
            }
        }
    }
}
