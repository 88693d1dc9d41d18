using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>Errors that one source recorded in the last hour.</summary>
/// <param name="Calls">Calls they stand against; null where the source does not tell.</param>
/// <param name="Errors">Calls or entries that are errors.</param>
/// <param name="Worst">Function, job or source with the most errors.</param>
/// <param name="WorstErrors">How many of the errors are its.</param>
/// <param name="Message">The most frequent message.</param>
internal sealed record FunctionErrorCount(long? Calls, long Errors, string? Worst, long WorstErrors, string? Message)
{
    /// <summary>Percent of calls that failed; null where calls are not known, or there were none.</summary>
    public double? Percent => Calls is > 0 ? 100.0 * Errors / Calls : null;

    public static FunctionErrorCount Read(DbDataReader row) =>
        new(row.Whole(0), row.GetInt64(1), row.Text(2), row.Whole(3) ?? 0, row.Text(4));
}
