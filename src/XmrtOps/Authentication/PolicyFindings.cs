using XmrtOps.Data;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What is wrong with the row level security of a table.</summary>
internal static class PolicyFindings
{
    private static readonly string[] s_openRoles = ["public", "anon", "authenticated"];

    public static IEnumerable<Finding> Of(PolicyFacts table, IEnumerable<PolicyConstants> constants) => table.IsView
        ? OfView(table)
        : OfState(table).Concat(table.Policies.SelectMany(one => OfPolicy(table, one.Policy))).Concat(OfFaults(table, constants));

    private static IEnumerable<Finding> OfView(PolicyFacts view)
    {
        if (!IsOpen(view))
        {
            yield break;
        }

        if (view.Kind == 'm')
        {
            yield return new Finding
            {
                Code = "MaterializedViewExposed",
                Severity = Severity.Information,
                Reason = "A materialized view has no row level security, and the roles of the API may read it.",
                Remedy = $"REVOKE ALL ON {Sql(view)} FROM anon, authenticated;",
            };
        }
        else if (!view.IsInvoker)
        {
            yield return new Finding
            {
                Code = "DefinerView",
                Severity = Severity.Warning,
                Reason = $"The view reads as its owner {view.Owner}: the policies of its tables do not hold for who reads the view.",
                Remedy = $"ALTER VIEW {Sql(view)} SET (security_invoker = true); -- from PostgreSQL 15 on",
                Undo = $"ALTER VIEW {Sql(view)} RESET (security_invoker);",
            };
        }
    }

    private static IEnumerable<Finding> OfState(PolicyFacts table)
    {
        if (!table.RowSecurity && table.Policies.Count > 0)
        {
            yield return new Finding
            {
                Code = "PoliciesNotInForce",
                Severity = Severity.Critical,
                Reason = "It has policies, and row level security is off: they do nothing.",
                Remedy = $"ALTER TABLE {Sql(table)} ENABLE ROW LEVEL SECURITY;",
                Undo = $"ALTER TABLE {Sql(table)} DISABLE ROW LEVEL SECURITY;",
            };
        }
        else if (!table.RowSecurity && IsOpen(table))
        {
            yield return new Finding
            {
                Code = "RlsOff",
                Severity = Severity.Critical,
                Reason = "Row level security is off, and the roles of the API have privileges: whoever has the public key uses them.",
                Remedy = $"ALTER TABLE {Sql(table)} ENABLE ROW LEVEL SECURITY; -- and policies for who needs it",
                Undo = $"ALTER TABLE {Sql(table)} DISABLE ROW LEVEL SECURITY;",
            };
        }
        else if (table.RowSecurity && table.Policies.Count == 0)
        {
            yield return new Finding
            {
                Code = "RlsWithoutPolicy",
                Severity = Severity.Information,
                Reason = "Row level security is on and there is no policy: only who bypasses it sees or writes anything.",
            };
        }
    }

    private static IEnumerable<Finding> OfPolicy(PolicyFacts table, RowPolicy policy)
    {
        Finding finding = new()
        {
            Code = "",
            Severity = Severity.Warning,
            Reason = "",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Policy"] = policy.ToString() },
        };
        string name = $"The policy \"{policy.Name}\"";
        bool isOpen = policy.IsPermissive && policy.Roles.Intersect(s_openRoles, StringComparer.Ordinal).Any();
        if (isOpen && (policy.Command == "SELECT" ? policy.Using == "true" : (policy.Check ?? policy.Using) == "true"))
        {
            yield return finding with
            {
                Code = "AlwaysTrue",
                Severity = policy.Command == "SELECT" ? Severity.Information : Severity.Warning,
                Reason = $"{name} is always true for {policy.Command}: narrower permissive ones beside it have no effect.",
                Remedy = policy.Command == "SELECT" ? null
                    : $"DROP POLICY {DatabaseTransaction.QuoteIdentifier(policy.Name)} ON {Sql(table)}; -- if it is not meant",
            };
        }

        if (PolicyText.ReadsUserMetadata(policy.Using) || PolicyText.ReadsUserMetadata(policy.Check))
        {
            yield return finding with
            {
                Code = "UserMetadata",
                Severity = Severity.Critical,
                Reason = $"{name} goes by user_metadata, which users write themselves.",
                Remedy = "Use app_metadata, which only the service role writes.",
            };
        }

        if (PolicyText.AsksForEachRow(policy.Using) || PolicyText.AsksForEachRow(policy.Check))
        {
            yield return finding with
            {
                Code = "TokenForEachRow",
                Severity = Severity.Information,
                Reason = $"{name} asks for the token anew for each row.",
                Remedy = "Write (SELECT auth.uid()) in place of auth.uid(); likewise auth.role(), auth.jwt(), current_setting().",
            };
        }
    }

    private static IEnumerable<Finding> OfFaults(PolicyFacts table, IEnumerable<PolicyConstants> constants) =>
        from one in constants.SelectMany(values => values.Faults).DistinctBy(fault => fault.Key)
        from policy in table.Policies.Select(policy => policy.Policy)
        where policy.Using == one.Key || policy.Check == one.Key
        select new Finding
        {
            Code = "PolicyRaises",
            Severity = Severity.Critical,
            Reason = $"The policy \"{policy.Name}\" raises an error ({one.Value}).",
            Remedy = $"Test-XmrtPolicy {CommandText.Argument(table.Relation.ToString())}",
        };

    private static bool IsOpen(PolicyFacts table) => table.Grants.Values.Any(role =>
        role.Role is "anon" or "authenticated" && Enum.GetValues<PolicyCommand>().Any(role.Has));

    private static string Sql(PolicyFacts table) => table.Relation.ToSql();
}
