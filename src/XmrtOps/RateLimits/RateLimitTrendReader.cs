using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Reads the recorded requests by identifier, endpoint or time.</summary>
internal static class RateLimitTrendReader
{
    public static async IAsyncEnumerable<RateLimitTrend> ReadAsync(
        XmrtConnection connection,
        RateLimitQuery query,
        RateLimitGroup group,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        long matching = 0;
        List<RateLimitTrend> found = await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                List<RateLimitTrend> trends = await transaction.QueryAsync(
                    Sql.Of("RateLimits/RateLimitTrends.sql"),
                    [.. RateLimitReader.Parameters(query, page), group.ToString()],
                    row =>
                    {
                        matching = row.GetInt64(9);
                        return Map(row, connection.Name, query, group);
                    },
                    cancellation);
                await RateLimitReader.AnnounceAsync(transaction, connection, query, matching, notices, cancellation);
                return trends;
            },
            cancellation);
        page.Announce(found.Count, matching, group == RateLimitGroup.Window ? "windows" : $"{group.ToString().ToLowerInvariant()}s", notices);
        foreach (RateLimitTrend trend in found)
        {
            yield return trend;
        }
    }

    private static RateLimitTrend Map(DbDataReader row, string connection, RateLimitQuery query, RateLimitGroup group) => new()
    {
        Connection = connection,
        GroupBy = group,
        Identifier = group == RateLimitGroup.Identifier ? row.GetString(0) : null,
        Endpoint = group == RateLimitGroup.Endpoint ? row.GetString(0) : null,
        WindowStart = row.TimeOrNull(1),
        Window = group == RateLimitGroup.Window ? query.Window : null,
        Requests = row.GetInt64(2),
        RecordedRows = row.GetInt64(3),
        PeakPerMinute = row.GetInt64(4),
        PeakAt = row.GetTime(5),
        FirstAt = row.GetTime(6),
        LastAt = row.GetTime(7),
        SharePercent = row.ValueOrNull<double>(8),
        MeasuredAt = DateTimeOffset.Now,
    };
}
