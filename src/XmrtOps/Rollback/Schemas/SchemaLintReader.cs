using XmrtOps.Data;

namespace XmrtOps.Rollback.Schemas;

/// <summary>Reads what is advised against in a schema.</summary>
internal static class SchemaLintReader
{
    /// <summary>As this transaction sees it.</summary>
    public static async Task<HashSet<SchemaLint>> ReadAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        transaction.UseSchema("pg_catalog");
        return
        [
            .. await transaction.QueryAsync(
                Sql.Of("Rollback/Schemas/SchemaLints.sql"),
                [],
                row => new SchemaLint(row.GetString(0), row.GetString(1), row.GetBoolean(2)),
                cancellation),
        ];
    }
}
