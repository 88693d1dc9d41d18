using XmrtOps.Data;

namespace XmrtOps.Rollback.Schemas;

/// <summary>Reads what a schema is made of.</summary>
internal static class SchemaFingerprintReader
{
    /// <summary>The schema as this transaction sees it.</summary>
    public static async Task<SchemaFingerprint> ReadAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        // With nothing on the path the server writes every name with its schema.
        transaction.UseSchema("pg_catalog");
        return new SchemaFingerprint(await transaction.QueryAsync(
            Sql.Of("Rollback/Schemas/SchemaEntries.sql"),
            [],
            row => new SchemaEntry(row.GetString(0), row.GetString(1), row.StringOrNull(2) ?? ""),
            cancellation));
    }
}
