namespace XmrtOps.Authentication;

/// <summary>Adds up privileges and policies for one role and one command, as the server does.</summary>
internal static class PolicySum
{
    public static RoleAccess Of(PolicyFacts table, RoleGrants role, PolicyCommand command, PolicyConstants constants)
    {
        RoleAccess access = new()
        {
            Role = role.Role,
            Command = command,
            Verdict = AccessVerdict.Unknown,
            Reason = "",
            Columns = role.Table.Contains(command) ? null : role.Columns.GetValueOrDefault(command),
        };
        if (MissingGrant(role, command) is { } missing)
        {
            return access with { Verdict = AccessVerdict.NoGrant, Columns = null, Reason = missing };
        }

        if (table.IsView)
        {
            return OfView(table, command, access);
        }

        if (!table.IsFiltered(role))
        {
            return access with
            {
                Verdict = AccessVerdict.All,
                Reason = !table.RowSecurity ? "Row level security is off."
                    : role.BypassesRowSecurity ? "The role bypasses row level security."
                    : "The role has the owner's privileges, and row level security is not forced.",
            };
        }

        return Filtered(table, role.Role, command, access, constants);
    }

    /// <summary>UPDATE and DELETE with a filter read too.</summary>
    public static bool Reads(PolicyCommand command) => command is PolicyCommand.Update or PolicyCommand.Delete;

    private static string? MissingGrant(RoleGrants role, PolicyCommand command) =>
        !role.MayUseSchema ? "It may not use the schema."
        : !role.Has(command) ? $"It has no {command.ToString().ToUpperInvariant()} privilege."
        : Reads(command) && !role.Has(PolicyCommand.Select) ? "It has no SELECT privilege, which a filter needs."
        : command == PolicyCommand.Insert && role.ClosedSequences.Count > 0
            ? $"It may not use the sequence that gives {role.ClosedSequences[0]} its number, which a row without that needs."
        : null;

    private static RoleAccess OfView(PolicyFacts table, PolicyCommand command, RoleAccess access) => access with
    {
        Verdict = command != PolicyCommand.Select || (table.Kind == 'v' && table.IsInvoker) ? AccessVerdict.Unknown : AccessVerdict.All,
        Reason = table.Kind == 'm' ? "A materialized view has no row level security."
            : table.IsInvoker ? "The view reads as whoever asks: the policies of its tables decide."
            : command == PolicyCommand.Select ? $"The view reads as its owner {table.Owner}, by whose privileges and policies."
            : $"What can be changed through the view is decided as its owner {table.Owner}.",
    };

    private static RoleAccess Filtered(
        PolicyFacts table, string role, PolicyCommand command, RoleAccess access, PolicyConstants constants)
    {
        RowPolicy[] policies = [.. table.PoliciesOf(role, command)];
        PolicyCondition seen = Reads(command)
            ? PolicyCondition.Of(table.PoliciesOf(role, PolicyCommand.Select), policy => policy.Using, constants)
            : PolicyCondition.Always;
        PolicyCondition old = command == PolicyCommand.Insert
            ? PolicyCondition.Always
            : PolicyCondition.Of(policies, policy => policy.Using, constants).And(seen);
        PolicyCondition made = command switch
        {
            PolicyCommand.Insert => PolicyCondition.Of(policies, CheckOf, constants),
            // The new row has to stay visible, too, because the filter reads.
            PolicyCommand.Update => PolicyCondition.Of(policies, CheckOf, constants).And(seen),
            _ => PolicyCondition.Always,
        };
        return access with
        {
            Verdict = old.IsNever || made.IsNever ? AccessVerdict.Denied
                : old.IsAlways && made.IsAlways ? AccessVerdict.All
                : AccessVerdict.Filtered,
            Using = old.Text,
            Check = made.Text,
            Policies = [.. policies.Select(policy => policy.Name)],
            Reason = policies.Length == 0 ? "No policy applies, and row level security is on."
                : old.IsNever && seen.IsNever ? "No policy lets the role see a row."
                : old.IsNever || made.IsNever ? "No policy that applies lets a row through."
                : old.IsAlways && made.IsAlways ? "A policy lets every row through."
                : "Policies let through what fulfils the condition.",
        };
    }

    /// <summary>Without a condition on new rows, that on old ones holds for them.</summary>
    public static string? CheckOf(RowPolicy policy) => policy.Check ?? policy.Using;
}
