using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>What one table recorded of one service in the last hour.</summary>
internal sealed record UptimeSeries(
    string Service, DateTimeOffset? Newest, long Checks, long Online, long FailuresInARow)
{
    public static UptimeSeries Read(DbDataReader row) =>
        new(row.GetString(0), row.Time(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
}
