using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Reads how the table grows that nothing purges.</summary>
internal static class RateLimitGrowthReader
{
    /// <summary>As the runbook keeps logs.</summary>
    private const int RetentionDays = 30;

    private const int DaysOfYear = 365;

    /// <summary>What points to a row in its page.</summary>
    private const int PointerBytes = 4;

    public static async IAsyncEnumerable<RateLimitGrowth> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RateLimitGrowth growth = await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                RateLimitGrowth found = await transaction.SingleAsync(
                    Sql.Of("RateLimits/RateLimitGrowth.sql"), [RetentionDays], row => Map(row, connection.Name), cancellation);
                await RateLimitReader.AnnounceAsync(transaction, connection, query: null, found.Rows, notices, cancellation);
                return found;
            },
            cancellation);
        yield return growth;
    }

    private static RateLimitGrowth Map(DbDataReader row, string connection)
    {
        long rows = row.GetInt64(0);
        long bytes = row.GetInt64(1);
        long old = row.GetInt64(4);
        double perDay = row.GetInt64(5) / 7d;
        double? bytesPerDay = rows == 0 ? null : perDay * BytesPerRow(rows, bytes, row.GetDouble(6), row.GetInt64(7));
        return new RateLimitGrowth
        {
            Connection = connection,
            Rows = rows,
            TotalBytes = bytes,
            OldestAt = row.TimeOrNull(2),
            NewestAt = row.TimeOrNull(3),
            OldRows = old,
            RetentionDays = RetentionDays,
            RowsPerDay = perDay,
            BytesPerDay = bytesPerDay,
            ProjectedBytes = bytesPerDay is { } daily ? bytes + (long)(daily * DaysOfYear) : null,
            Remedy = old == 0
                ? null
                : $"Remove-XmrtLog -Table rate_limits -TimeColumn window_start -OlderThan {RetentionDays}d",
            MeasuredAt = DateTimeOffset.Now,
        };
    }

    /// <summary>With its share of the indexes. After a purge the files are still as large as before, so that what they hold is
    /// not divided by the rows that are left.</summary>
    private static double BytesPerRow(long rows, long bytes, double rowBytes, long tableBytes) =>
        Math.Min((double)bytes / rows, (rowBytes + PointerBytes) * bytes / Math.Max(1, tableBytes));
}
