using System.Data.Common;

namespace XmrtOps.Data;

/// <summary>Reads columns that may be NULL.</summary>
internal static class RowExtensions
{
    public static string? StringOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static T? ValueOrNull<T>(this DbDataReader row, int column)
        where T : struct =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    /// <summary>A timestamptz, in this machine's time zone as PowerShell shows times.</summary>
    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetTime(column);

    public static DateTimeOffset GetTime(this DbDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column).ToLocalTime();
}
