using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Finds indexes that are missing.</summary>
internal static class MissingIndexReader
{
    /// <summary>From foreign keys and from how often tables are read whole.</summary>
    public static async IAsyncEnumerable<IndexProposal> FromCatalogueAsync(
        XmrtConnection connection,
        MissingIndexFilter filter,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<ProposalDraft> drafts = await CatalogueProposals.ForeignKeysAsync(connection, filter, notices, cancellation);
        List<IndexProposal> scanned = await CatalogueProposals.SequentialScansAsync(connection, filter, notices, cancellation);
        foreach (IndexProposal proposal in await FinishAsync(connection, drafts, filter, notices, cancellation))
        {
            yield return proposal;
        }

        foreach (IndexProposal proposal in scanned)
        {
            yield return proposal;
        }
    }

    /// <summary>From the plans of statements.</summary>
    public static async IAsyncEnumerable<IndexProposal> FromPlansAsync(
        XmrtConnection connection,
        IReadOnlyList<QueryPlan> plans,
        MissingIndexFilter filter,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<ProposalDraft> drafts = await PlanProposals.DraftAsync(connection, plans, filter, notices, cancellation);
        foreach (IndexProposal proposal in await FinishAsync(connection, drafts, filter, notices, cancellation))
        {
            yield return proposal;
        }
    }

    /// <summary>From statements that have not been planned yet.</summary>
    public static async IAsyncEnumerable<IndexProposal> FromQueriesAsync(
        XmrtConnection connection,
        IReadOnlyList<SlowQuery> queries,
        MissingIndexFilter filter,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<QueryPlan> plans = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                List<QueryPlan> planned = [];
                foreach (SlowQuery query in queries)
                {
                    planned.Add(await PlanReader.ExplainAsync(transaction, connection, PlanRequest.Of(query), cancellation));
                }

                return planned;
            },
            cancellation);
        await foreach (IndexProposal proposal in FromPlansAsync(connection, plans, filter, notices, cancellation))
        {
            yield return proposal;
        }
    }

    private static async Task<List<IndexProposal>> FinishAsync(
        XmrtConnection connection,
        List<ProposalDraft> drafts,
        MissingIndexFilter filter,
        INotices notices,
        CancellationToken cancellation)
    {
        drafts = filter.IsVerified
            ? await ProposalTrial.RunAsync(connection, drafts, notices, cancellation)
            : [.. drafts.Select(draft => draft with { NotVerifiedReason = "-Verify was not given." })];
        List<ProposalDraft> merged = Merge(drafts);
        ProposalDraft[] rejected = [.. merged.Where(draft => draft.IsVerified == false)];
        foreach (ProposalDraft draft in rejected)
        {
            notices.Verbose($"Rejected: {string.Join(", ", draft.Candidate.Elements)} of {draft.Candidate.Table.Relation}. {draft.NotVerifiedReason}");
        }

        if (rejected.Length > 0 && !filter.IncludesRejected)
        {
            notices.Inform($"The planner would gain nothing by {rejected.Length} more; -IncludeRejected shows them, and why.");
            merged.RemoveAll(rejected.Contains);
        }

        Dictionary<ProposalDraft, string> names = await NameAsync(connection, merged, notices, cancellation);
        return
        [
            .. merged.Select(draft => ProposalOf(connection, draft, names[draft]))
                .OrderByDescending(proposal => proposal.Severity)
                .ThenByDescending(proposal => proposal.CostBefore - proposal.CostAfter ?? -1)
                .ThenByDescending(proposal => proposal.TableBytes),
        ];
    }

    /// <summary>One proposal for each index, and none that a longer one of the same plans serves as well.</summary>
    internal static List<ProposalDraft> Merge(List<ProposalDraft> drafts)
    {
        List<ProposalDraft> merged =
        [
            .. drafts.GroupBy(draft => draft.Candidate.Identity, StringComparer.Ordinal)
                .Select(same => same.Aggregate((all, next) => all.With(next))),
        ];
        foreach (ProposalDraft shorter in merged.Where(draft => draft.IsVerified != false).ToArray())
        {
            ProposalDraft? longer = merged.Find(other => other != shorter
                && other.IsVerified != false
                && other.Candidate.Table.Relation == shorter.Candidate.Table.Relation
                && other.Candidate.Elements.Count > shorter.Candidate.Elements.Count
                && other.Candidate.Predicate is null
                && shorter.Candidate.IsServedBy(other.Candidate.ToDefinition("x")));
            if (longer is not null)
            {
                merged.Remove(shorter);
                merged[merged.IndexOf(longer)] = longer with { QueryCount = longer.QueryCount + shorter.QueryCount };
            }
        }

        return merged;
    }

    private static async Task<Dictionary<ProposalDraft, string>> NameAsync(
        XmrtConnection connection, List<ProposalDraft> drafts, INotices notices, CancellationToken cancellation)
    {
        Dictionary<ProposalDraft, string> names = new(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<string, ProposalDraft> schema in drafts.GroupBy(draft => draft.Candidate.Table.Schema))
        {
            Dictionary<ProposalDraft, string[]> wanted = new(ReferenceEqualityComparer.Instance);
            foreach (ProposalDraft draft in schema)
            {
                wanted.Add(draft, IndexNames.For(draft.Candidate.Table.Name, draft.Candidate.NameParts));
            }

            HashSet<string> taken = await connection.Database.ReadAsync(
                Limits.Read,
                notices,
                async transaction => (await TableCatalogue.TakenAsync(
                    transaction, schema.Key, [.. wanted.Values.SelectMany(names => names)], cancellation)).Keys.ToHashSet(StringComparer.Ordinal),
                cancellation);
            foreach ((ProposalDraft draft, string[] choices) in wanted)
            {
                names.Add(draft, Array.Find(choices, taken.Add) ?? choices[^1]);
            }
        }

        return names;
    }

    private static IndexProposal ProposalOf(XmrtConnection connection, ProposalDraft draft, string name)
    {
        IndexCandidate candidate = draft.Candidate;
        string definition = candidate.ToDefinition(name).ToSql(isConcurrent: true);
        return new IndexProposal
        {
            Connection = connection.Name,
            Schema = candidate.Table.Schema,
            Table = candidate.Table.Name,
            Name = name,
            Columns = candidate.Elements,
            Predicate = candidate.Predicate,
            Method = candidate.Method,
            Definition = definition,
            Source = draft.Source,
            Reason = candidate.Reason,
            // The planner's own reckoning knows nothing of keys that repeat.
            EstimatedSizeBytes = IndexSize.Estimate(
                candidate.Table,
                candidate.Method,
                candidate.Columns,
                candidate.Elements.Count,
                candidate.PredicateFraction,
                isUnique: false) ?? draft.PlannedSizeBytes,
            TableRows = candidate.Table.Rows,
            TableBytes = candidate.Table.Bytes,
            Severity = draft.IsVerified == false ? Severity.None : draft.Severity,
            Confidence = draft.IsVerified == true ? Confidence.High : candidate.Confidence,
            IsVerified = draft.IsVerified,
            NotVerifiedReason = draft.NotVerifiedReason,
            CostBefore = draft.CostBefore,
            CostAfter = draft.CostAfter,
            Query = draft.Query,
            QueryId = draft.QueryId,
            QueryCount = draft.QueryCount,
            Remedy = $"New-XmrtIndex -Definition {PowerShellLiteral.Quote(definition)} "
                + $"-Connection {PowerShellLiteral.Quote(connection.Name)}",
            MeasuredAt = DateTimeOffset.Now,
        };
    }
}
