using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Whether row level security and privileges leave the application a way to insert, and who else has one.</summary>
internal static class PolicyTest
{
    public static ConversationTestResult Judge(string table, TableState? state, IReadOnlyList<string> writers)
    {
        if (state is null)
        {
            return ConversationTestResult.Failed(ConversationTestKind.Policy, table, Missing(table));
        }

        IEnumerable<string> roles = ConversationTestRequest.Roles.Union(writers, StringComparer.Ordinal);
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["RowSecurity"] = state.HasRowSecurity,
            ["Forced"] = state.IsForced,
            ["Policies"] = state.Policies.Select(policy => policy.ToString()).ToArray(),
            ["MayInsert"] = roles.ToDictionary(role => role, role => Words(state, role), StringComparer.Ordinal),
        };
        Finding[] findings =
        [
            .. Blocked(state, writers).Concat(Around(state)).OrderByDescending(finding => finding.Severity)
                .Select(finding => finding.Evidence.Count == 0 ? finding with { Evidence = evidence } : finding),
        ];
        Finding? worst = findings.FirstOrDefault(finding => finding.Severity == Severity.Critical);
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Policy,
            Subject = table,
            Passed = worst is null,
            Reason = worst?.Reason ?? Summary(state, roles),
            Evidence = evidence,
            Remedy = (worst ?? findings.FirstOrDefault(finding => finding.Severity == Severity.Warning))?.Remedy,
            Findings = findings,
        };
    }

    public static Finding Missing(string table) => new()
    {
        Code = "TableMissing",
        Severity = Severity.Critical,
        Reason = $"there is no table public.{table}",
        Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Table"] = $"public.{table}", ["Exists"] = false },
        Remedy = "Get-XmrtMigration shows which migrations were applied, and which were not; supabase db diff what was changed by hand.",
    };

    /// <summary>What the catalogue says, as the end of a sentence.</summary>
    internal static string Words(TableState state, string role) => state.AccessOf(role) switch
    {
        InsertAccess.NoRole => "does not exist",
        InsertAccess.NoSchema => "may not use the schema public",
        InsertAccess.NoGrant => "has no INSERT privilege",
        InsertAccess.NoPolicy => "is let in by no policy",
        InsertAccess.Conditional => "may insert if " + string.Join(
            " or ",
            state.PoliciesOf(role).Where(policy => policy.IsPermissive).Select(policy => policy.InsertCheck).Distinct(StringComparer.Ordinal)),
        InsertAccess.Always => "may insert whatever it wants",
        InsertAccess.Unprotected => "may insert: row level security is off",
        _ => "bypasses row level security",
    };

    private static string Summary(TableState state, IEnumerable<string> roles) => string.Join(
        "; ",
        roles.GroupBy(role => Words(state, role), StringComparer.Ordinal)
            .Select(group => $"{string.Join(", ", group)}: {group.Key}"));

    private static IEnumerable<Finding> Blocked(TableState state, IReadOnlyList<string> writers)
    {
        foreach (string role in writers)
        {
            InsertAccess access = state.AccessOf(role);
            if (access <= InsertAccess.NoPolicy)
            {
                (string? remedy, string? undo) = AccessRemedy.Of(access, state.Table, role);
                yield return new Finding
                {
                    Code = access switch
                    {
                        InsertAccess.NoRole => "RoleMissing",
                        InsertAccess.NoSchema => "MissingSchemaUsage",
                        InsertAccess.NoGrant => "MissingGrant",
                        _ => state.Policies.Count == 0 ? "RlsWithoutPolicy" : "NoInsertPolicy",
                    },
                    Severity = Severity.Critical,
                    Reason = $"{role} {Words(state, role)}",
                    Remedy = remedy,
                    Undo = undo,
                };
            }
        }
    }

    private static IEnumerable<Finding> Around(TableState state)
    {
        if (!state.HasRowSecurity)
        {
            yield return new Finding
            {
                Code = state.Policies.Count > 0 ? "PoliciesNotInForce" : "RlsOff",
                Severity = Severity.Warning,
                Reason = "row level security is off: whoever has the public key reads and writes all of it"
                    + (state.Policies.Count > 0 ? ", whatever its policies say" : ""),
                Remedy = $"ALTER TABLE public.{state.Table} ENABLE ROW LEVEL SECURITY;",
                Undo = $"ALTER TABLE public.{state.Table} DISABLE ROW LEVEL SECURITY;",
            };
        }
        else if (state.Policies.Count == 0)
        {
            yield return new Finding
            {
                Code = "RlsWithoutPolicy",
                Severity = Severity.Information,
                Reason = "row level security is on and there is no policy: only roles that bypass it see or write anything",
            };
        }

        if (state.AccessOf(ConversationTestRequest.Anonymous) == InsertAccess.Always)
        {
            yield return new Finding
            {
                Code = "AnybodyMayInsert",
                Severity = Severity.Information,
                Reason = "whoever has the public key may insert whatever he wants; narrower INSERT policies beside that one have no effect",
            };
        }
    }
}
