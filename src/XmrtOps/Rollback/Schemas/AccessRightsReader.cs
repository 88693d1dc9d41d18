using XmrtOps.Data;

namespace XmrtOps.Rollback.Schemas;

/// <summary>Reads what anon and authenticated may do.</summary>
internal static class AccessRightsReader
{
    public static Task<List<AccessRight>> ReadAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        transaction.UseSchema("pg_catalog");
        return transaction.QueryAsync(
            Sql.Of("Rollback/Schemas/AccessRights.sql"),
            [],
            row => new AccessRight
            {
                Role = row.GetString(0),
                Object = row.GetString(1),
                Command = row.GetString(2),
                IsGranted = row.GetBoolean(3),
                IsFiltered = row.GetBoolean(4),
                Permissive = row.GetFieldValue<string[]>(5),
                Restrictive = row.GetFieldValue<string[]>(6),
            },
            cancellation);
    }
}
