using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Health;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Functions;

/// <summary>Reads the errors that tables hold, grouped in the database.</summary>
/// <param name="connection">Where.</param>
/// <param name="query">Which.</param>
/// <param name="counted">Identifiers of calls that were counted elsewhere.</param>
/// <param name="notices">Told what could not be counted.</param>
internal sealed class TableErrorReader(
    XmrtConnection connection, TopErrorQuery query, IReadOnlyCollection<string> counted, INotices notices)
{
    private const string Placeholder =
        "    SELECT NULL::text, NULL::text, NULL::timestamptz, NULL::boolean, NULL::integer WHERE $1::timestamptz < $2::timestamptz AND false -- source";

    private const int LongestExample = 500;

    // Two of the tables have no index on the time.
    private static readonly Limits s_limits = Limits.Read with { Statement = TimeSpan.FromSeconds(20) };

    public Task<List<ErrorGroups>> ReadAsync(CancellationToken cancellation) => connection.Database.ReadAsync(
        s_limits,
        notices,
        async transaction =>
        {
            Dictionary<string, TableAccess> known = await LookAroundAsync(transaction, cancellation);
            List<ErrorGroups> groups = [];
            foreach (ErrorSource source in ErrorSource.All)
            {
                if (WhyNot(source, known) is { } reason)
                {
                    notices.Warn($"Not counted: {TableAccess.Short(source.Table)}, because {reason}.");
                    continue;
                }

                string file = source.Copied is { } copied && known.TryGetValue(copied.Table, out TableAccess? original)
                    && original.WhyHidden("") is null ? copied.File : source.File;
                if (await TryAsync(transaction, source, file, cancellation) is { } read)
                {
                    groups.Add(read);
                }
            }

            return groups;
        },
        cancellation);

    /// <summary>The statement of a source.</summary>
    internal static string StatementOf(string file)
    {
        string frame = Sql.Of("Functions/TopErrors.sql");
        return frame.Contains(Placeholder, StringComparison.Ordinal)
            ? frame.Replace(Placeholder, Sql.Of(file).TrimEnd(), StringComparison.Ordinal)
            : throw new InvalidOperationException("TopErrors.sql has lost the line that a source takes the place of.");
    }

    private async Task<ErrorGroups?> TryAsync(
        DatabaseTransaction transaction, ErrorSource source, string file, CancellationToken cancellation)
    {
        try
        {
            return await transaction.InSavepointAsync(() => AskAsync(transaction, source, file, cancellation), cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId is not "ConnectionLost")
        {
            notices.Warn($"Not counted: {TableAccess.Short(source.Table)}, because of this: {HealthWords.Of(fault, s_limits.Statement)}.");
            return null;
        }
    }

    private async Task<ErrorGroups> AskAsync(
        DatabaseTransaction transaction, ErrorSource source, string file, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        long count = 0;
        List<TopError> errors = await transaction.QueryAsync(
            StatementOf(file),
            [query.From.UtcDateTime, query.Until.UtcDateTime, query.Function?.Regex, query.RowsOfEach, counted.ToArray()],
            row =>
            {
                count = row.GetInt64(8);
                return Map(row, source, now);
            },
            cancellation);
        return new ErrorGroups(errors, count);
    }

    private static async Task<Dictionary<string, TableAccess>> LookAroundAsync(
        DatabaseTransaction transaction, CancellationToken cancellation)
    {
        string[][] names = [.. ErrorSource.All.Select(source => source.Table.Split('.'))];
        List<TableAccess> found = await transaction.QueryAsync(
            Sql.Of("Health/TableAccess.sql"),
            [names.Select(name => name[0]).ToArray(), names.Select(name => name[1]).ToArray()],
            TableAccess.Read,
            cancellation);
        return found.ToDictionary(table => table.Name, StringComparer.Ordinal);
    }

    private string? WhyNot(ErrorSource source, Dictionary<string, TableAccess> known) =>
        known.TryGetValue(source.Table, out TableAccess? access)
            ? access.WhyHidden(connection.Role ?? "of this connection")
            : "there is no such table";

    private TopError Map(DbDataReader row, ErrorSource source, DateTimeOffset now) => new()
    {
        Connection = connection.Name,
        Source = source.Table,
        Function = row.GetString(0) is { Length: > 0 } name ? name : null,
        Fingerprint = SecretText.MaskIn(row.GetString(1)),
        Status = row.ValueOrNull<int>(9),
        Errors = row.GetInt64(2),
        Timeouts = row.GetInt64(3),
        FirstSeen = row.GetTime(4),
        LastSeen = row.GetTime(5),
        Example = Display.OneLine(SecretText.MaskIn(row.GetString(6)), LongestExample),
        SharePercent = 100.0 * row.GetInt64(2) / row.GetInt64(7),
        MeasuredAt = now,
    };
}
