using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>What speaks for a pause between two batches. Reading it is one cheap statement.</summary>
/// <param name="DeadRows">Dead rows of the tables that are worked on; null where autovacuum is off.</param>
/// <param name="DueRows">Dead rows that start an autovacuum of them.</param>
/// <param name="LagSeconds">Of the replica that is furthest behind; null without one, or where it is hidden.</param>
/// <param name="LagBytes">Likewise, in bytes of write-ahead log.</param>
internal sealed record Pressure(long? DeadRows, long? DueRows, double? LagSeconds, long? LagBytes)
{
    /// <summary>What has to be waited for, for a person; null: nothing.</summary>
    public string? Reason => this switch
    {
        { LagSeconds: > RetentionThresholds.ReplicaLagSeconds } => string.Create(
            CultureInfo.CurrentCulture, $"a replica is {LagSeconds:N0} s behind"),
        { LagBytes: > RetentionThresholds.ReplicaLagBytes } => string.Create(
            CultureInfo.CurrentCulture, $"a replica is {LagBytes / 1048576:N0} MB behind"),
        { DeadRows: > RetentionThresholds.DeadRowsFloor } when DeadRows > DueRows * RetentionThresholds.DeadRowsFactor =>
            string.Create(
                CultureInfo.CurrentCulture,
                $"vacuum is behind: {DeadRows:N0} dead rows, where {DueRows:N0} start an autovacuum"),
        _ => null,
    };

    public static Task<Pressure> ReadAsync(
        XmrtConnection connection, IReadOnlyList<string> tables, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.SingleAsync(
                Sql.Of("Retention/Pressure.sql"),
                [tables.ToArray()],
                row => new Pressure(
                    row.ValueOrNull<long>(1), row.ValueOrNull<long>(2), row.ValueOrNull<double>(3), row.ValueOrNull<long>(4)),
                cancellation),
            cancellation);
}
