using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database;
using XmrtOps.Faults;

namespace XmrtOps.RateLimits;

/// <summary>Says, with its evidence, when nothing writes the table: then it knows nothing of who was answered 429.</summary>
internal static class RateLimitUse
{
    /// <summary>A limiter that is in use writes with each request; a day without any is none (our choice).</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(1);

    /// <returns>What to tell the user; null when the table is in use.</returns>
    public static async Task<string?> FindAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        (DateTimeOffset? newest, long inserted, DateTimeOffset? since) use;
        try
        {
            use = await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    Sql.Of("RateLimits/RateLimitUse.sql"),
                    [],
                    row => (row.TimeOrNull(0), row.ValueOrNull<long>(1) ?? 0, row.TimeOrNull(2)),
                    cancellation),
                cancellation);
        }
        catch (XmrtException)
        {
            // No index leads to the newest row: in a table too large to be looked through it stays unknown.
            return null;
        }

        (DateTimeOffset? newest, long inserted, DateTimeOffset? since) = use;
        TimeSpan? age = DateTimeOffset.Now - newest;
        if (age < Idle)
        {
            return null;
        }

        string what = newest is null
            ? "public.rate_limits is empty"
            : string.Create(
                CultureInfo.CurrentCulture,
                $"Nothing was written to public.rate_limits since {newest:g}, {age!.Value.TotalDays:N0} days ago");
        string rows = inserted > 0
            ? ""
            : since is null ? ", and the server's statistics know of no row that ever was"
            : string.Create(CultureInfo.CurrentCulture, $", nor any row since {since:g}, when the server's statistics began");
        return $"{what}{rows}{await WritersAsync(transaction, connection, cancellation)}. It cannot tell who was answered 429: "
            + "Get-XmrtThrottledRequest does, from the logs of the functions, the API gateway, Auth, and Vercel.";
    }

    private static async Task<string> WritersAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        try
        {
            (long writers, long hidden) = await transaction.InSavepointAsync(
                () => StatementsExtension.UseAsync(
                    transaction,
                    connection,
                    _ => transaction.SingleAsync(
                        Sql.Of("RateLimits/RateLimitWriters.sql"), [], row => (row.GetInt64(0), row.GetInt64(1)), cancellation),
                    cancellation),
                cancellation);
            return writers > 0 || hidden > 0 ? "" : "; pg_stat_statements knows no statement that writes it";
        }
        catch (XmrtException)
        {
            // Without the extension there is that much less evidence.
            return "";
        }
    }
}
