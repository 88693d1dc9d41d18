using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Rollback.Databases;

/// <summary>Whether others use tables for so long that whoever wants to alter one would wait, with everybody else behind it.</summary>
internal static class TablesInUse
{
    // Where the server has it, it ends what a client that was cut off cannot: from PostgreSQL 17 on. Idle, before that.
    private const string Backstop =
        """
        SELECT set_config('idle_in_transaction_session_timeout', $1, true),
               (SELECT set_config('transaction_timeout', $1, true)
                WHERE EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout'))
        """;

    /// <summary>As the first statement of a transaction that is going to alter them.</summary>
    /// <exception cref="XmrtException">TablesInUse.</exception>
    public static async Task RefuseAsync(
        DatabaseTransaction transaction, IReadOnlyList<RelationName> tables, Limits limits, CancellationToken cancellation)
    {
        // A little later than our own deadline, which tells better why.
        string milliseconds = ((long)(limits.Statement * 1.25).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await transaction.RunAsync([(Backstop, [milliseconds])], static (_, _) => Task.CompletedTask, cancellation);
        (string Table, string Who, double? Seconds)[] found = [.. await transaction.QueryAsync(
            Sql.Of("Rollback/Databases/TablesInUse.sql"),
            [tables.Select(table => table.ToSql()).ToArray(), limits.Lock.TotalSeconds],
            row => (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : (double?)row.GetDouble(2)),
            cancellation)];
        if (found.Length > 0)
        {
            throw Errors.TablesInUse(transaction.Target, found[0].Table, found[0].Who, found[0].Seconds);
        }
    }
}
