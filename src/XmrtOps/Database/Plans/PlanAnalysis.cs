using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Plans;

/// <summary>Runs statements to measure their plans: those that read in a READ ONLY transaction, those that change rows,
/// where that was asked for and confirmed, in one that is always rolled back.</summary>
internal static class PlanAnalysis
{
    /// <summary>Runs a statement that only reads. One that would change something is planned only.</summary>
    /// <returns>The plan, and what the statement would change: it was not run then.</returns>
    /// <exception cref="XmrtException">AnalyzeCannotBeUndone, and those of planning.</exception>
    public static Task<(QueryPlan Plan, string? Writes)> ReadAsync(
        XmrtConnection connection,
        PlanRequest request,
        bool isVolatileAllowed,
        INotices notices,
        CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                (QueryPlan plan, AnalyzeRisk? risk) =
                    await JudgedAsync(transaction, connection, request, isVolatileAllowed, cancellation);
                return risk is null || risk.Writes is not null
                    ? (plan, risk?.Writes)
                    : (await PlanReader.ExplainAsync(transaction, connection, request, cancellation), null);
            },
            cancellation);

    /// <summary>Runs a statement that changes rows, and takes it back.</summary>
    /// <exception cref="XmrtException">AnalyzeCannotBeUndone, and those of planning.</exception>
    public static Task<QueryPlan> RehearseAsync(
        XmrtConnection connection,
        PlanRequest request,
        bool isVolatileAllowed,
        INotices notices,
        CancellationToken cancellation) =>
        connection.Database.RehearseAsync(
            Limits.ExactRead,
            notices,
            async transaction =>
            {
                // Once more: what was looked at before the question may have changed since.
                (QueryPlan plan, AnalyzeRisk? risk) =
                    await JudgedAsync(transaction, connection, request, isVolatileAllowed, cancellation);
                return risk is null
                    ? plan
                    : await PlanReader.ExplainAsync(transaction, connection, request, cancellation);
            },
            cancellation);

    /// <returns>The plan without a run, and the risk of one; no risk where there is no plan.</returns>
    private static async Task<(QueryPlan Plan, AnalyzeRisk? Risk)> JudgedAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        PlanRequest request,
        bool isVolatileAllowed,
        CancellationToken cancellation)
    {
        QueryPlan plan = await PlanReader.ExplainAsync(
            transaction, connection, request with { IsAnalyzed = false }, cancellation);
        if (plan.State != PlanState.Planned)
        {
            return (plan, null);
        }

        PlannableText text = PlannableText.Of(request.Query!);
        if (request.Parameters is null && text.ParameterCount > 0)
        {
            throw Errors.ParametersMissing(text.ParameterCount);
        }

        AnalyzeRisk risk = await AnalyzeGuard.JudgeAsync(transaction, plan, cancellation);
        return risk.Irrevocable.Count > 0 && !isVolatileAllowed
            ? throw Errors.AnalyzeCannotBeUndone(string.Join(", ", risk.Irrevocable))
            : (plan, risk);
    }
}
