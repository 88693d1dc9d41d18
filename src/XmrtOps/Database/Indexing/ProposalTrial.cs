using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Asks the planner what it would do with each proposal: in one backend, with indexes that only it believes in.</summary>
internal static class ProposalTrial
{
    /// <returns>The drafts, each with its best alternative and what the planner said of it.</returns>
    public static async Task<List<ProposalDraft>> RunAsync(
        XmrtConnection connection, List<ProposalDraft> drafts, INotices notices, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
        {
            return drafts;
        }

        List<ProposalDraft> judged = await connection.Database.ReadAloneAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                Hypothesis hypothesis = await Hypothesis.OpenAsync(transaction, connection, cancellation);
                List<ProposalDraft> tried = [];
                foreach (ProposalDraft draft in drafts)
                {
                    tried.Add(hypothesis.NotVerifiedReason is { } reason
                        ? draft with { NotVerifiedReason = reason }
                        : await TryAsync(transaction, connection, hypothesis, draft, cancellation));
                    notices.Progress(new ProgressNotice("asking the planner", 100 * tried.Count / drafts.Count));
                }

                return tried;
            },
            cancellation);
        notices.Progress(new ProgressNotice("done", Percent: 100, IsCompleted: true));
        if (judged[0].NotVerifiedReason is { } why && judged.TrueForAll(draft => draft.NotVerifiedReason == why && draft.IsVerified is null))
        {
            notices.Warn($"The proposals are not verified. {why}");
        }

        return judged;
    }

    private static async Task<ProposalDraft> TryAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        Hypothesis hypothesis,
        ProposalDraft draft,
        CancellationToken cancellation)
    {
        IndexCandidate[] plannable = [.. draft.Candidates.Where(candidate => candidate.Method == "btree")];
        if (plannable.Length == 0)
        {
            return draft with { NotVerifiedReason = $"hypopg makes no {draft.Candidate.Method} indexes, so that the planner could not be asked." };
        }

        QueryPlan before = await PlanReader.ExplainAsync(transaction, connection, draft.Request, cancellation);
        if (before is not { State: PlanState.Planned, TotalCost: { } costBefore })
        {
            return draft with { NotVerifiedReason = before.Reason };
        }

        Trial? best = null;
        string? refused = null;
        foreach (IndexCandidate candidate in plannable)
        {
            (Trial? trial, string? reason) =
                await TryAsync(transaction, connection, hypothesis, draft, candidate, cancellation);
            refused ??= reason;
            if (trial is not null && (best is null || IsBetter(trial, best)))
            {
                best = trial;
            }
        }

        if (best is null)
        {
            return draft with { CostBefore = costBefore, NotVerifiedReason = refused };
        }

        bool isSaving = best.IsUsed && IndexingThresholds.IsSaving(costBefore, best.Cost);
        return draft with
        {
            Candidates = [best.Candidate],
            CostBefore = costBefore,
            CostAfter = best.Cost,
            PlannedSizeBytes = best.SizeBytes,
            IsVerified = isSaving,
            NotVerifiedReason = isSaving ? null : Rejection(costBefore, best),
        };
    }

    private static async Task<(Trial? Trial, string? Reason)> TryAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        Hypothesis hypothesis,
        ProposalDraft draft,
        IndexCandidate candidate,
        CancellationToken cancellation)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        long size = 0;
        try
        {
            foreach (RelationName table in await PartsAsync(transaction, candidate.Table, cancellation))
            {
                (string Name, long SizeBytes) made = await transaction.InSavepointAsync(
                    () => hypothesis.CreateAsync(candidate.ToDefinition("h") with { Table = table }, cancellation), cancellation);
                names.Add(made.Name);
                size += made.SizeBytes;
            }

            QueryPlan plan = await PlanReader.ExplainAsync(transaction, connection, draft.Request, cancellation);
            return plan is { State: PlanState.Planned, TotalCost: { } cost }
                ? (new Trial(
                    candidate,
                    cost,
                    plan.Nodes.Any(node => node.Index is { } index && names.Contains(index)),
                    candidate.Table.IsPartitioned ? null : size), null)
                : (null, plan.Reason);
        }
        catch (Faults.XmrtException refused) when (refused.ErrorId is "DatabaseError")
        {
            return (null, $"The server refuses it: {refused.Message}");
        }
        finally
        {
            await hypothesis.ResetAsync(CancellationToken.None);
        }
    }

    /// <summary>Of a partitioned table the planner looks at the indexes of its parts, also of those that a plan without
    /// values leaves out.</summary>
    private static async Task<IReadOnlyList<RelationName>> PartsAsync(
        DatabaseTransaction transaction, TableStatistics table, CancellationToken cancellation) => table.IsPartitioned
        ? [.. (await transaction.QueryAsync(
                Sql.Of("Database/Indexing/PartitionTree.sql"),
                [table.Oid],
                row => (Kind: row.GetString(3), Name: new RelationName(row.GetString(1), row.GetString(2))),
                cancellation))
            .Where(part => part.Kind == "r")
            .Select(part => part.Name)
            .Take(IndexingThresholds.TriedPartitions)]
        : [table.Relation];

    /// <summary>A longer index has to be worth its columns.</summary>
    private static bool IsBetter(Trial trial, Trial best) => trial.IsUsed
        && (!best.IsUsed
            || trial.Cost < best.Cost * 0.95
            || (trial.Cost <= best.Cost * 1.05 && trial.Candidate.Elements.Count < best.Candidate.Elements.Count));

    private static string Rejection(double before, Trial trial) => trial.IsUsed
        ? string.Create(
            CultureInfo.CurrentCulture,
            $"With it the cost goes from {before:N0} to {trial.Cost:N0} only; {IndexingThresholds.SavedPercent:0} % of "
            + $"at least {IndexingThresholds.PlanCost:0} have to be saved.")
        : "The planner would not use it.";

    private sealed record Trial(IndexCandidate Candidate, double Cost, bool IsUsed, long? SizeBytes);
}
