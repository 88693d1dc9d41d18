using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>Brings sequences behind the rows that were put back, so that new rows get no number of theirs.</summary>
/// <remarks>A sequence is no part of a transaction: it stays there when the import is rolled back, which wastes numbers
/// and nothing else.</remarks>
internal static class SequenceAdvance
{
    /// <returns>Whether it had to be moved.</returns>
    public static async Task<bool> RunAsync(
        DatabaseTransaction transaction, string sequence, long highest, INotices notices, CancellationToken cancellation)
    {
        (long last, long step, long most) = await transaction.SingleAsync(
            Sql.Of("Retention/Archives/SequencePosition.sql"),
            [sequence],
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation);
        if (step <= 0 || last >= highest || highest > most)
        {
            return false;
        }

        long draws = ((highest - last - 1) / step) + 1;
        try
        {
            return await transaction.InSavepointAsync(
                () => draws <= ImportThresholds.DrawnNumbers
                    ? transaction.SingleAsync(
                        "SELECT count(nextval($1::text::regclass)) > 0 FROM generate_series(1, $2::bigint)",
                        [sequence, draws],
                        row => row.GetBoolean(0),
                        cancellation)
                    : transaction.SingleAsync(
                        "SELECT setval($1::text::regclass, $2::bigint) > 0", [sequence, highest], row => row.GetBoolean(0), cancellation),
                cancellation);
        }
        catch (XmrtException refused) when (refused.ErrorId == "PermissionDenied")
        {
            notices.Warn($"The sequence {sequence} still gives numbers that rows have: this role may not move it. SELECT setval('{sequence}', {highest}) as its owner does.");
            return false;
        }
    }
}
