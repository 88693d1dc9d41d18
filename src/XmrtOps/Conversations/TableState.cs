using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>How a table is protected, and what that means for inserts of some roles.</summary>
internal sealed record TableState
{
    private readonly Dictionary<string, RoleState> _roles = new(StringComparer.Ordinal);

    public required string Table { get; init; }

    public bool HasRowSecurity { get; init; }

    public bool IsForced { get; init; }

    public IReadOnlyList<InsertPolicy> Policies { get; init; } = [];

    /// <summary>Tables that do not exist are left out.</summary>
    public static async Task<Dictionary<string, TableState>> ReadAsync(
        DatabaseTransaction transaction, IReadOnlyList<string> tables, IReadOnlyList<string> roles, CancellationToken cancellation)
    {
        object?[] parameters = [tables.ToArray(), roles.ToArray()];
        Dictionary<string, List<InsertPolicy>> policies = (await transaction.QueryAsync(
            Sql.Of("Conversations/Policies.sql"), parameters, row => (Table: row.GetString(0), Policy: MapPolicy(row)), cancellation))
            .GroupBy(row => row.Table, row => row.Policy, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        Dictionary<string, TableState> states = new(StringComparer.Ordinal);
        await transaction.QueryAsync(
            Sql.Of("Conversations/TableStates.sql"),
            parameters,
            row =>
            {
                string table = row.GetString(0);
                if (!states.TryGetValue(table, out TableState? state))
                {
                    state = new TableState
                    {
                        Table = table,
                        HasRowSecurity = row.GetBoolean(3),
                        IsForced = row.GetBoolean(4),
                        Policies = policies.GetValueOrDefault(table) ?? [],
                    };
                    states.Add(table, state);
                }

                state._roles[row.GetString(1)] = new RoleState(row.GetBoolean(2), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7));
                return true;
            },
            cancellation);
        return states;
    }

    /// <summary>What the catalogue says to an insert by a role.</summary>
    public InsertAccess AccessOf(string role)
    {
        RoleState state = _roles.GetValueOrDefault(role);
        if (!state.Exists || !state.MayUseSchema || !state.MayInsert)
        {
            return !state.Exists ? InsertAccess.NoRole : !state.MayUseSchema ? InsertAccess.NoSchema : InsertAccess.NoGrant;
        }

        if (!HasRowSecurity || state.Bypasses)
        {
            return HasRowSecurity ? InsertAccess.Bypasses : InsertAccess.Unprotected;
        }

        List<InsertPolicy> policies = [.. PoliciesOf(role)];
        return !policies.Exists(policy => policy.IsPermissive) ? InsertAccess.NoPolicy
            : policies.Exists(policy => policy.IsPermissive && policy.IsAlwaysTrue)
                && policies.TrueForAll(policy => policy.IsPermissive || policy.IsAlwaysTrue) ? InsertAccess.Always
            : InsertAccess.Conditional;
    }

    /// <summary>The policies that an insert by a role has to meet: one of the permissive ones, and all restrictive ones.</summary>
    public IEnumerable<InsertPolicy> PoliciesOf(string role) =>
        Policies.Where(policy => policy.IsOfInsert && policy.AppliesTo.Contains(role, StringComparer.Ordinal));

    private static InsertPolicy MapPolicy(DbDataReader row) => new()
    {
        Name = row.GetString(1),
        Command = row.GetString(2),
        IsPermissive = row.GetBoolean(3),
        Roles = row.GetFieldValue<string[]>(4),
        Using = row.StringOrNull(5),
        Check = row.StringOrNull(6),
        AppliesTo = row.GetFieldValue<string[]>(7),
    };

    private readonly record struct RoleState(bool Exists, bool MayUseSchema, bool MayInsert, bool Bypasses);
}
