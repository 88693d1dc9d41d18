using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Findings;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Drafts indexes for what plans look for.</summary>
internal static class PlanProposals
{
    public static async Task<List<ProposalDraft>> DraftAsync(
        XmrtConnection connection,
        IReadOnlyList<QueryPlan> plans,
        MissingIndexFilter filter,
        INotices notices,
        CancellationToken cancellation)
    {
        ScanNeed[] needs = [.. plans.SelectMany(ScanNeeds.Of).Where(need => filter.Matches(need.Table))];
        Say(plans, needs, notices);
        if (needs.Length == 0)
        {
            return [];
        }

        Dictionary<RelationName, TableStatistics> tables = await TableCatalogue.ReadAsync(
            connection, [.. needs.Select(need => need.Table).Distinct()], notices, cancellation);
        (HashSet<string> volatileFunctions, string? trigrams) = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction => (
                await VolatileAsync(transaction, needs, cancellation),
                (await connection.Database.Capabilities.ExtensionAsync(transaction, "pg_trgm", cancellation))?.Schema),
            cancellation);
        // The partitions of a table, each a step of its own, are one need.
        return
        [
            .. needs.Select(need => Draft(need, tables, volatileFunctions, trigrams, notices))
                .OfType<ProposalDraft>()
                .GroupBy(draft => (draft.Query, draft.QueryId, draft.Candidate.Identity))
                .Select(same => same.First()),
        ];
    }

    private static ProposalDraft? Draft(
        ScanNeed need,
        Dictionary<RelationName, TableStatistics> tables,
        HashSet<string> volatileFunctions,
        string? trigrams,
        INotices notices)
    {
        // What is not there is of the system, or was dropped since.
        if (!tables.TryGetValue(need.Table, out TableStatistics? read))
        {
            return null;
        }

        TableStatistics target = read.Root is { } root ? tables.GetValueOrDefault(root) ?? read : read;
        if (!target.IsLarge)
        {
            notices.Verbose($"{target.Relation} is small: reading it whole is as fast as an index.");
            return null;
        }

        List<IndexCandidate> candidates = IndexDesigner.Design(need, read, target, volatileFunctions, trigrams);
        if (candidates.Count == 0)
        {
            notices.Verbose($"{need.Table}: nothing in {need.Node.Filter ?? "its step"} that an index would narrow down enough.");
        }

        foreach (IndexCandidate candidate in candidates.ToArray())
        {
            if (candidate.Existing() is { } existing)
            {
                notices.Verbose($"{need.Table}: {existing.Name} serves {string.Join(", ", candidate.Elements)} already.");
                candidates.Remove(candidate);
            }
        }

        return candidates.Count == 0 ? null : new ProposalDraft
        {
            Candidates = candidates,
            Source = ProposalSource.QueryPlan,
            Severity = Severity.Warning,
            Query = need.Plan.Query,
            QueryId = need.Plan.QueryId,
            Role = need.Plan.Role,
            QueryCount = 1,
            CostBefore = need.Plan.TotalCost,
        };
    }

    private static async Task<HashSet<string>> VolatileAsync(
        DatabaseTransaction transaction, ScanNeed[] needs, CancellationToken cancellation)
    {
        string[] called =
        [
            .. needs.SelectMany(need => need.Conditions.SelectMany(Operands)
                    .Concat(need.Joins.Select(join => join.Key))
                    .Concat(need.FirstBy.Select(first => first.Key)))
                .SelectMany(operand => operand.Functions).Distinct(StringComparer.Ordinal),
        ];
        return called.Length == 0
            ? []
            : [.. await transaction.QueryAsync(
                Sql.Of("Database/Indexing/FunctionVolatility.sql"), [called], row => row.GetString(0), cancellation)];
    }

    private static IEnumerable<Operand> Operands(Condition condition) => condition switch
    {
        Condition.Comparison comparison => [comparison.Left, comparison.Right],
        _ => [],
    };

    private static void Say(IReadOnlyList<QueryPlan> plans, ScanNeed[] needs, INotices notices)
    {
        foreach (QueryPlan plan in plans)
        {
            if (plan.State != PlanState.Planned)
            {
                notices.Verbose($"No plan of {plan.QueryId ?? "a statement"}, so no proposal: {plan.Reason}");
            }
            else if (!needs.Any(need => ReferenceEquals(need.Plan, plan)))
            {
                notices.Verbose($"The plan of {plan.QueryId ?? "the statement"} (cost {plan.TotalCost:0}) has no step that an index would help.");
            }
        }
    }
}
