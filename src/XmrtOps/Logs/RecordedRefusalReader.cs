using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>Counts the refused calls of functions that the project's own table records.</summary>
internal static class RecordedRefusalReader
{
    /// <summary>The table.</summary>
    public const string Table = "public.edge_function_logs";

    // It has no index on the time in every project.
    private static readonly Limits s_limits = Limits.Read with { Statement = TimeSpan.FromSeconds(20) };

    /// <returns>What was refused; or nothing, and why that is not known.</returns>
    public static async Task<(IReadOnlyList<RefusedCalls> Calls, string? WhyNot)> ReadAsync(
        XmrtConnection connection, IReadOnlyList<int> statuses, LogSpan span, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await connection.Database.ReadAsync(
                s_limits,
                notices,
                async transaction => await WhyHiddenAsync(transaction, connection, cancellation) is { } reason
                    ? ((IReadOnlyList<RefusedCalls>)[], reason)
                    : (await RowsAsync(transaction, statuses, span, cancellation), null),
                cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId == "NoDatabase")
        {
            // There is no side of the database.
            return ([], null);
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            return ([], fault.Message);
        }
    }

    private static async Task<string?> WhyHiddenAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        string[] name = Table.Split('.');
        List<TableAccess> found = await transaction.QueryAsync(
            Sql.Of("Health/TableAccess.sql"), [new[] { name[0] }, new[] { name[1] }], TableAccess.Read, cancellation);
        string? reason = found.Count == 0 ? "there is no such table" : found[0].WhyHidden(connection.Role ?? "of this connection");
        return reason is null ? null : $"Not counted in {TableAccess.Short(Table)}: {reason}.";
    }

    private static async Task<IReadOnlyList<RefusedCalls>> RowsAsync(
        DatabaseTransaction transaction, IReadOnlyList<int> statuses, LogSpan span, CancellationToken cancellation) =>
        await transaction.QueryAsync(
            Sql.Of("Logs/RecordedRefusals.sql"),
            [span.From.UtcDateTime, span.Until.UtcDateTime, statuses.ToArray()],
            row => new RefusedCalls
            {
                Source = Table,
                Function = row.GetString(0),
                Status = row.GetInt32(1),
                Calls = row.GetInt64(2),
                FirstSeen = row.GetTime(3),
                LastSeen = row.GetTime(4),
            },
            cancellation);
}
