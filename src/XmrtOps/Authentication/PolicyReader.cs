using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Findings;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Reads row level security, and adds up what it lets each role do.</summary>
internal static class PolicyReader
{
    /// <summary>The roles that requests come as.</summary>
    public static readonly IReadOnlyList<string> DefaultRoles = ["anon", "authenticated", "service_role"];

    public static async IAsyncEnumerable<TablePolicies> ReadAsync(
        XmrtConnection connection,
        PolicyQuery query,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<TablePolicies> tables = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                List<PolicyFacts> facts = await FactsAsync(transaction, query, cancellation);
                Dictionary<string, PolicyConstants> constants = new(StringComparer.Ordinal);
                foreach (string role in query.Roles)
                {
                    constants.Add(role, await PolicyConstants.EvaluateAsync(
                        transaction, connection, facts, role, RoleClaims.Of(query.Claims, role), cancellation));
                }

                return facts.ConvertAll(table => Judge(connection.Name, table, query.Roles, constants));
            },
            cancellation);
        if (tables.Count > 0)
        {
            // What is unknown for one table is so for all.
            foreach (string role in query.Roles.Where(role => tables[0].Access.All(access => access.Role != role)))
            {
                notices.Warn($"{connection.Name}: there is no role '{role}'.");
            }
        }

        foreach (TablePolicies table in tables)
        {
            yield return table;
        }
    }

    /// <summary>What the catalogue says, of the tables wanted.</summary>
    public static Task<List<PolicyFacts>> FactsAsync(
        DatabaseTransaction transaction, PolicyQuery query, CancellationToken cancellation) => transaction.QueryAsync(
            Sql.Of("Authentication/Policies.sql"),
            [
                query.Table?.Regex,
                query.Schema?.Regex,
                query.Roles.ToArray(),
                query.Tables?.Select(table => table.Schema ?? "public").ToArray(),
                query.Tables?.Select(table => table.Name).ToArray(),
            ],
            PolicyRow.Map,
            cancellation);

    public static TablePolicies Judge(
        string connection, PolicyFacts table, IReadOnlyList<string> roles, IReadOnlyDictionary<string, PolicyConstants> constants)
    {
        RoleAccess[] access =
        [
            .. from role in roles
               where table.Grants.ContainsKey(role)
               from command in Enum.GetValues<PolicyCommand>()
               select PolicySum.Of(table, table.Grants[role], command, constants[role]),
        ];
        return new TablePolicies
        {
            Connection = connection,
            Schema = table.Schema,
            Table = table.Name,
            Kind = table.Kind switch
            {
                'p' => "PartitionedTable", 'v' => "View", 'm' => "MaterializedView", 'f' => "ForeignTable", _ => "Table",
            },
            Owner = table.Owner,
            RowSecurity = table.RowSecurity,
            Forced = table.Forced,
            IsInvoker = table.Kind == 'v' ? table.IsInvoker : null,
            Policies = [.. table.Policies.Select(one => one.Policy)],
            Access = access,
            Findings =
            [
                .. PolicyFindings.Of(table, constants.Values)
                    .Select(finding => finding with { MeasuredAt = table.MeasuredAt })
                    .OrderByDescending(finding => finding.Severity),
            ],
            MeasuredAt = table.MeasuredAt,
        };
    }
}
