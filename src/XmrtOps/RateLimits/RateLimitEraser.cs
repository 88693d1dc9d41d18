using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Looks at what a reset would clear, and clears it.</summary>
internal static class RateLimitEraser
{
    /// <summary>Counts without changing anything, after it has made sure that a reset would reach all of it.</summary>
    /// <exception cref="XmrtException">RowsHiddenByRls, PermissionDenied, and those of running SQL.</exception>
    public static Task<RateLimitTally> PreviewAsync(
        XmrtConnection connection, RateLimitSelection selection, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                (bool isBlind, bool mayDelete) = await transaction.SingleAsync(
                    Sql.Of("RateLimits/RateLimitVisibility.sql"),
                    [],
                    row => (row.GetBoolean(0), row.GetBoolean(1)),
                    cancellation);
                if (isBlind)
                {
                    throw Errors.RowsHidden(transaction.Target, "public.rate_limits", connection.Role ?? "?");
                }

                if (!mayDelete)
                {
                    throw Errors.PermissionDenied(
                        transaction.Target, $"role {connection.Role} may not delete from public.rate_limits");
                }

                return selection.CanMatch
                    ? await transaction.SingleAsync(
                        Sql.Of("RateLimits/ClearPreview.sql"), selection.Parameters, MapTally, cancellation)
                    : new RateLimitTally(0, 0, 0, TimeSpan.Zero);
            },
            cancellation);

    /// <summary>Clears in one transaction: all of it, or nothing.</summary>
    public static Task<RateLimitTally> ClearAsync(
        XmrtConnection connection, RateLimitSelection selection, INotices notices, CancellationToken cancellation) =>
        connection.Database.WriteAsync(
            Limits.Write,
            notices,
            async transaction =>
            {
                long started = Stopwatch.GetTimestamp();
                RateLimitTally tally = await transaction.SingleAsync(
                    Sql.Of("RateLimits/ClearRateLimits.sql"), selection.Parameters, MapTally, cancellation);
                return tally with { Duration = Stopwatch.GetElapsedTime(started) };
            },
            cancellation);

    private static RateLimitTally MapTally(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), TimeSpan.Zero);
}
