using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Reads the recorded requests, and says when the role cannot see them.</summary>
internal static class RateLimitReader
{
    private const string Table = "public.rate_limits";

    public static async IAsyncEnumerable<RateLimit> ReadAsync(
        XmrtConnection connection,
        RateLimitQuery query,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool isBlind = false;
        long matching = 0;
        List<RateLimit> found = [];
        await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                await transaction.RunAsync(
                    [(Sql.Of("RateLimits/RateLimitVisibility.sql"), []), (Sql.Of("RateLimits/RateLimits.sql"), Parameters(query, page))],
                    async (index, row) =>
                    {
                        while (await row.ReadAsync(cancellation))
                        {
                            if (index == 0)
                            {
                                isBlind = row.GetBoolean(0);
                            }
                            else
                            {
                                matching = row.GetInt64(5);
                                found.Add(Map(row, connection.Name, query.Window));
                            }
                        }
                    },
                    cancellation);
                WarnOfBlindness(isBlind, connection, notices);
                await WarnOfDisuseAsync(transaction, connection, query, isBlind, matching, notices, cancellation);
                return true;
            },
            cancellation);
        page.Announce(found.Count, matching, "windows", notices);
        foreach (RateLimit limit in found)
        {
            yield return limit;
        }
    }

    /// <returns>Batches of <see cref="RateLimitRow"/>.</returns>
    public static async IAsyncEnumerable<RecordBatch> StreamAsync(
        XmrtConnection connection,
        RateLimitQuery query,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool isBlind = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.SingleAsync(
                Sql.Of("RateLimits/RateLimitVisibility.sql"), [], row => row.GetBoolean(0), cancellation),
            cancellation);
        WarnOfBlindness(isBlind, connection, notices);
        object?[] parameters =
        [
            query.Since.UtcDateTime,
            query.Until?.UtcDateTime,
            query.Identifier?.Regex,
            query.Endpoint?.Regex,
            page.Skip,
            page.IsDefault ? null : page.Limit,
        ];
        string name = connection.Name;
        await foreach (RecordBatch rows in connection.Database.StreamAsync(
            notices, Sql.Of("RateLimits/RateLimitRows.sql"), parameters, row => MapRow(row, name), cancellation))
        {
            yield return rows;
        }
    }

    /// <summary>Says what keeps the numbers from meaning what they seem to: hidden rows, or a table that nothing writes.</summary>
    /// <param name="transaction">In which they were read.</param>
    /// <param name="connection">Where.</param>
    /// <param name="query">What was asked for; null: the table as such.</param>
    /// <param name="found">How much was found.</param>
    /// <param name="notices">Told.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task AnnounceAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        RateLimitQuery? query,
        long found,
        INotices notices,
        CancellationToken cancellation)
    {
        bool isBlind = await transaction.SingleAsync(
            Sql.Of("RateLimits/RateLimitVisibility.sql"), [], row => row.GetBoolean(0), cancellation);
        WarnOfBlindness(isBlind, connection, notices);
        await WarnOfDisuseAsync(transaction, connection, query, isBlind, found, notices, cancellation);
    }

    /// <summary>Parameters of RateLimits.sql, and the first ones of RateLimitTrends.sql.</summary>
    public static object?[] Parameters(RateLimitQuery query, Page page) =>
    [
        query.Since.UtcDateTime,
        query.Until?.UtcDateTime,
        (long)query.Window.TotalSeconds,
        query.Identifier?.Regex,
        query.Endpoint?.Regex,
        query.MinimumRequests,
        page.Skip,
        page.Limit,
    ];

    private static RateLimit Map(DbDataReader row, string connection, TimeSpan window) => new()
    {
        Connection = connection,
        Identifier = row.GetString(0),
        Endpoint = row.GetString(1),
        WindowStart = row.GetTime(2),
        Window = window,
        Requests = row.GetInt64(3),
        RecordedRows = row.GetInt64(4),
        MeasuredAt = DateTimeOffset.Now,
    };

    private static RateLimitRow MapRow(DbDataReader row, string connection) => new()
    {
        Connection = connection,
        Id = row.GetGuid(0),
        Identifier = row.GetString(1),
        Endpoint = row.GetString(2),
        RequestCount = row.ValueOrNull<int>(3),
        // As it comes: converting millions of times to this machine's zone costs a third of reading them.
        WindowStart = row.GetFieldValue<DateTimeOffset>(4),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
    };

    private static void WarnOfBlindness(bool isBlind, XmrtConnection connection, INotices notices)
    {
        if (isBlind)
        {
            notices.Warn($"Row level security hides rows of {Table} from role {connection.Role}: no row is no proof.");
        }
    }

    private static async Task WarnOfDisuseAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        RateLimitQuery? query,
        bool isBlind,
        long found,
        INotices notices,
        CancellationToken cancellation)
    {
        // What was found of the last day is proof enough, and spares looking through the whole table.
        bool isProven = found > 0 && query?.Since > DateTimeOffset.Now - RateLimitUse.Idle && query.Since < DateTimeOffset.Now
            && query.Until is null;
        if (!isBlind && !isProven && await RateLimitUse.FindAsync(transaction, connection, cancellation) is { } unused)
        {
            notices.Warn(unused);
        }
    }
}
