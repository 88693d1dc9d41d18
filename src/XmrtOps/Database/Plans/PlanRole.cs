using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Database.Plans;

/// <summary>Makes a transaction the one of another role and its token, as PostgREST does for a request.</summary>
internal static class PlanRole
{
    /// <exception cref="XmrtException">RoleNotAssumable, RoleNotFound.</exception>
    public static Task AssumeAsync(
        DatabaseTransaction transaction, XmrtConnection connection, PlanRequest request, CancellationToken cancellation) =>
        request.Role is { } role ? AssumeAsync(transaction, connection, role, request.Claims, cancellation) : Task.CompletedTask;

    /// <exception cref="XmrtException">RoleNotAssumable, RoleNotFound.</exception>
    public static async Task AssumeAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        string role,
        RoleClaims? claims,
        CancellationToken cancellation)
    {
        List<(string Sql, object?[] Parameters)> statements = [];
        if (claims is not null)
        {
            statements.Add(Setting("request.jwt.claims", claims.Json));
            statements.AddRange(claims.Single.Select(claim => Setting($"request.jwt.claim.{claim.Key}", claim.Value)));
        }

        statements.Add(($"SET LOCAL ROLE {DatabaseTransaction.QuoteIdentifier(role)}", []));
        try
        {
            await transaction.RunAsync(statements, static (_, _) => Task.CompletedTask, cancellation);
        }
        catch (DbException missing) when (missing.SqlState is "22023" or "42704")
        {
            throw Errors.RoleNotFound(transaction.Target, role, missing);
        }
        catch (DbException refused) when (refused.SqlState == "42501")
        {
            throw Errors.RoleNotAssumable(
                transaction.Target, role, connection.Role ?? "the role connected", DatabaseFaults.MessageOf(refused), refused);
        }
    }

    private static (string Sql, object?[] Parameters) Setting(string name, string value) =>
        ("SELECT pg_catalog.set_config($1, $2, true)", [name, value]);
}
