namespace XmrtOps.Database.Indexing;

/// <summary>How large an index will be, from the planner's statistics.</summary>
internal static class IndexSize
{
    private const double UsableBytesOfBlock = 8152;
    private const double FilledPart = 0.9;
    private const int BlockBytes = 8192;
    private const int EntryHeader = 8;
    private const int LinePointer = 4;
    private const int RowPointer = 6;
    private const int UnknownWidth = 16;

    /// <returns>Bytes of a btree; null for other methods, and where nothing is known of the table.</returns>
    public static long? Estimate(
        TableStatistics table, string method, IReadOnlyList<string> columns, int elements, double fraction, bool isUnique)
    {
        if (method != "btree" || (table.Rows is null && table.Bytes == 0))
        {
            return null;
        }

        double rows = table.RowsOrGuess * fraction;
        int width = columns.Sum(column => table.Columns.GetValueOrDefault(column)?.AverageWidth ?? UnknownWidth)
            + (UnknownWidth * Math.Max(0, elements - columns.Count));
        double entry = EntryHeader + Aligned(width) + LinePointer;
        double bytes = rows * entry;
        double? keys = columns.Count == elements
            ? columns.Aggregate((double?)1, (product, column) => product * table.Columns.GetValueOrDefault(column)?.Distinct)
            : null;
        if (!isUnique && keys < rows / 2)
        {
            // From 13 on a key that repeats is stored once for a group of rows.
            bytes = (keys.Value * entry) + (rows * RowPointer);
        }

        double blocks = Math.Ceiling(bytes / (UsableBytesOfBlock * FilledPart));
        return (long)((blocks * 1.01) + 2) * BlockBytes;
    }

    private static int Aligned(int width) => (width + 7) / 8 * 8;
}
