using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Database.Tables;

/// <summary>What Server.sql says.</summary>
/// <param name="Now">The server's clock.</param>
/// <param name="StatisticsSince">When the counters were last reset, as far as the server knows.</param>
/// <param name="Vacuum">Autovacuum's rules for tables without their own.</param>
internal sealed record TableServer(DateTimeOffset Now, DateTimeOffset? StatisticsSince, VacuumSettings Vacuum)
{
    public static TableServer Map(DbDataReader row) => new(
        row.GetTime(0),
        row.TimeOrNull(1),
        new VacuumSettings
        {
            IsServerEnabled = row.GetBoolean(2),
            VacuumThreshold = row.GetDouble(3),
            VacuumScale = row.GetDouble(4),
            VacuumMaximum = row.ValueOrNull<double>(5),
            AnalyzeThreshold = row.GetDouble(6),
            AnalyzeScale = row.GetDouble(7),
            InsertThreshold = row.GetDouble(8),
            InsertScale = row.GetDouble(9),
        });
}
