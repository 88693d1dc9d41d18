using XmrtOps.Connections;

namespace XmrtOps.Database.Plans;

/// <summary>Makes the records of what came of a request.</summary>
internal static class QueryPlans
{
    public static QueryPlan Unplanned(XmrtConnection connection, PlanRequest request, PlanState state, string reason) =>
        Base(connection, request) with { State = state, Reason = reason };

    public static QueryPlan Planned(
        XmrtConnection connection,
        PlanRequest request,
        PlannableText text,
        ExplainStatement explain,
        string json,
        PlanDocument document,
        IReadOnlyDictionary<(string Schema, string Table), TableFacts> tables)
    {
        PlanNode root = PlanTree.Build(document.Plan, tables);
        QueryPlan plan = Base(connection, request) with
        {
            State = PlanState.Planned,
            // The statistics know a statement with constants by the id that it has with its constants.
            QueryId = request.Source?.QueryId ?? (text.ParameterCount == 0 ? document.QueryId() : null),
            IsGeneric = explain.IsGeneric,
            IsAnalyzed = request.IsAnalyzed,
            TotalCost = root.TotalCost,
            EstimatedRows = root.EstimatedRows,
            ActualRows = root.ActualRows,
            PlanningMs = document.Statement.Number("Planning Time"),
            ExecutionMs = document.Statement.Number("Execution Time"),
            JitMs = document.JitMs(),
            Root = root,
            Nodes = PlanTree.Flat(root),
            Triggers = document.Triggers(),
            Json = json,
        };
        return plan with { Findings = PlanJudgement.Of(plan, text, request.Source, tables) };
    }

    private static QueryPlan Base(XmrtConnection connection, PlanRequest request) => new()
    {
        Connection = connection.Name,
        Query = request.Query,
        QueryId = request.Source?.QueryId,
        Role = request.Role,
        MeanMs = request.Source?.MeanMs,
        Calls = request.Source?.Calls,
        RowsPerCall = request.Source?.RowsPerCall,
        MeasuredAt = DateTimeOffset.Now,
    };
}
