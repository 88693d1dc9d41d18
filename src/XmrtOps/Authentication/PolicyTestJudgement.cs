using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What the outcome of a trial means, and which policy decided.</summary>
internal static class PolicyTestJudgement
{
    public static PolicyTestResult Of(
        PolicyTestResult result,
        PolicyFacts table,
        PolicyTestRequest request,
        Attempt<long> own,
        Attempt<long>? baseline,
        int rowsTried)
    {
        if (result.Action == PolicyCommand.Insert && (own.IsDone || own.SqlState?.StartsWith("23", StringComparison.Ordinal) == true)
            && table.Grants[result.Role].ClosedSequences.FirstOrDefault(column => !request.RowColumns.Contains(column)) is { } closed)
        {
            // The trial did not ask the sequence, in order not to move it on; the application does.
            return result with
            {
                Outcome = PolicyOutcome.NoGrant,
                Reason = $"It may not use the sequence that gives {closed} its number, which a row without that needs.",
                UserSees = $"REST: {(result.Role == "anon" ? 401 : 403)} 42501",
            };
        }

        PolicyTestResult judged = own.IsDone
            ? OfRows(result with { Rows = own.Value }, table, baseline, rowsTried)
            : OfError(result with { SqlState = own.SqlState }, table, own);
        return judged with
        {
            Findings = [.. PolicyTestFindings.Of(judged, table, request).OrderByDescending(finding => finding.Severity)],
        };
    }

    private static PolicyTestResult OfRows(PolicyTestResult result, PolicyFacts table, Attempt<long>? baseline, int rowsTried)
    {
        bool isFiltered = table.IsFiltered(table.Grants[result.Role]);
        if (result.Action == PolicyCommand.Insert)
        {
            return result with
            {
                Outcome = PolicyOutcome.Allowed,
                DecidedBy = Open(result),
                Reason = isFiltered ? "The row was taken." : "The row was taken; policies do not hold for the role here.",
                UserSees = "REST: 201",
            };
        }

        if (!isFiltered && !table.IsView)
        {
            return result with
            {
                Outcome = result.Rows == 0 && (result.Action == PolicyCommand.Select || rowsTried == 0)
                    ? PolicyOutcome.NothingThere
                    : PolicyOutcome.Allowed,
                Reason = table.RowSecurity ? "Policies do not hold for the role here." : "Row level security is off: no policy holds.",
                UserSees = Sees(result),
            };
        }

        // A constraint refused the service role's change: policies had let it through, to all rows that were tried.
        bool isConstrained = baseline?.SqlState?.StartsWith("23", StringComparison.Ordinal) == true;
        return (result.Rows, result.ServiceRoleRows ?? (isConstrained ? rowsTried : null)) switch
        {
            (0, null) => result with
            {
                Outcome = PolicyOutcome.NotMeasured,
                DecidedBy = Closing(result),
                Reason = "It reaches no row; whether there is one cannot be told, as no role that bypasses policies may be taken on"
                    + (baseline?.SqlState is { } state ? $" or the same failed as the service role ({state})." : "."),
                UserSees = Sees(result),
            },
            (0, 0) => result with
            {
                Outcome = PolicyOutcome.NothingThere,
                Reason = "The service role reaches no row either: there is none to try it on.",
                UserSees = Sees(result),
            },
            (0, var all) => result with
            {
                Outcome = PolicyOutcome.Blocked,
                DecidedBy = Closing(result),
                Reason = string.Create(
                    CultureInfo.CurrentCulture,
                    $"It reaches no row, without an error, and the service role reaches {all:N0}. {Why(result)}"),
                UserSees = Sees(result),
            },
            (_, null) => result with
            {
                Outcome = PolicyOutcome.Allowed,
                DecidedBy = Open(result),
                Reason = "It reaches rows; whether there are more cannot be told, as no role that bypasses policies may be taken on.",
                UserSees = Sees(result),
            },
            var (rows, all) when rows < all => result with
            {
                Outcome = PolicyOutcome.Partly,
                DecidedBy = [.. Open(result).Union(Closing(result), StringComparer.Ordinal)],
                Reason = string.Create(CultureInfo.CurrentCulture, $"It reaches {rows:N0} rows, and the service role {all:N0}."),
                UserSees = Sees(result),
            },
            _ => result with
            {
                Outcome = PolicyOutcome.Allowed,
                DecidedBy = Open(result),
                Reason = "It reaches every row that was tried.",
                UserSees = Sees(result),
            },
        };
    }

    private static PolicyTestResult OfError(PolicyTestResult result, PolicyFacts table, Attempt<long> own)
    {
        bool isAnonymous = result.Role == "anon";
        if (own.IsRefusedByPolicy)
        {
            return result with
            {
                Outcome = PolicyOutcome.Blocked,
                DecidedBy = Closing(result),
                Reason = $"Policies refuse the new row. {Why(result)}",
                UserSees = $"REST: {(isAnonymous ? 401 : 403)} 42501",
            };
        }

        return own.SqlState switch
        {
            "42501" => result with
            {
                Outcome = PolicyOutcome.NoGrant,
                Reason = $"A privilege is missing: {own.Message}.",
                UserSees = $"REST: {(isAnonymous ? 401 : 403)} 42501",
            },
            "55P03" => result with { Reason = "Another session holds a lock on it: not tried. See Get-XmrtLock, and try again." },
            "57014" => result with { Reason = "It took longer than 5 s and was given up." },
            "25006" => result with { Reason = "The server is read only." },
            { } state when state.StartsWith("23", StringComparison.Ordinal) => result with
            {
                Outcome = PolicyOutcome.Allowed,
                DecidedBy = Open(result),
                Reason = result.Action == PolicyCommand.Insert
                    ? $"Policies take the row; a constraint refused the one that was tried ({state}). Give -Row for one as the application writes it."
                    : $"Policies let it through; a constraint refuses it ({state}).",
                UserSees = state is "23503" or "23505" ? $"REST: 409 {state}" : $"REST: 400 {state}",
            },
            null => result with { Reason = own.Fault?.Message ?? "It could not be tried." },
            { } state => result with
            {
                Outcome = PolicyOutcome.Failed,
                DecidedBy = [.. result.Probes.Where(probe => probe.SqlState == state).Select(probe => probe.Policy)],
                // Names are in the messages of class 42, values of rows in others.
                Reason = $"It raises an error ({state}){(state.StartsWith("42", StringComparison.Ordinal) ? $": {own.Message}" : "")}."
                    + (table.Policies.Count > 0 && result.Probes.All(probe => probe.SqlState != state) && state != "42P17"
                        ? " No policy does so by itself: a trigger or the row may."
                        : ""),
                UserSees = state switch { "42P17" => "REST: 500 42P17", "22P02" => "REST: 400 22P02", "P0001" => "REST: 400 P0001", _ => null },
            },
        };
    }

    private static string Sees(PolicyTestResult result) => result.Action == PolicyCommand.Select
        ? result.Rows == 0 ? "REST: 200 with no rows, and no error in any log" : "REST: 200"
        : result.Rows == 0 ? "REST: 204 without a change, and no error in any log" : "REST: 204";

    private static string Why(PolicyTestResult result) =>
        result.Probes.Count == 0 ? "No policy applies to the role, and row level security is on."
        : Closing(result) is { Count: > 0 } closing ? $"Decided by {string.Join(", ", closing.Select(name => $"\"{name}\""))}."
        : "";

    /// <summary>Permissive policies that let something through.</summary>
    private static IReadOnlyList<string> Open(PolicyTestResult result) =>
        [.. result.Probes.Where(probe => probe is { IsPermissive: true, Matching: > 0 }).Select(probe => probe.Policy).Distinct(StringComparer.Ordinal)];

    /// <summary>The restrictive ones that hold something back; where there are none, the permissive ones, that all let nothing through.</summary>
    private static IReadOnlyList<string> Closing(PolicyTestResult result)
    {
        string[] restrictive = [.. result.Probes
            .Where(probe => !probe.IsPermissive && probe.Matching < probe.Of).Select(probe => probe.Policy)];
        return restrictive.Length > 0
            ? [.. restrictive.Distinct(StringComparer.Ordinal)]
            : [.. result.Probes
                .SelectMany(probe => probe.Commands.Select(command => (Command: command, Probe: probe)))
                .Where(one => one.Probe.IsPermissive)
                .GroupBy(one => one.Command, one => one.Probe)
                // Where one lets everything through, none of its kind holds anything back.
                .Where(group => group.All(probe => probe.Matching is null || probe.Matching < probe.Of))
                .SelectMany(group => group)
                .Select(probe => probe.Policy)
                .Distinct(StringComparer.Ordinal)];
    }
}
