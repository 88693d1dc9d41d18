using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>The plan of the statement that an index is made for, before and after.</summary>
internal static class IndexProof
{
    /// <summary>The statement's plan now; null where there is no statement. That it cannot be planned stops nothing.</summary>
    public static async Task<QueryPlan?> PlanAsync(
        XmrtConnection connection, string? query, INotices notices, CancellationToken cancellation)
    {
        if (query is null)
        {
            return null;
        }

        try
        {
            return await connection.Database.ReadAsync(
                Limits.Read,
                notices,
                transaction => PlanReader.ExplainAsync(transaction, connection, query, cancellation),
                cancellation);
        }
        catch (XmrtException fault)
        {
            return new QueryPlan
            {
                Connection = connection.Name,
                Query = query,
                State = PlanState.NotPlannable,
                Reason = fault.Message,
            };
        }
    }

    /// <summary>Puts what the plans say into the record.</summary>
    public static IndexCreation Proven(this IndexCreation creation, QueryPlan? before, QueryPlan? after) => creation with
    {
        PlanBefore = before,
        PlanAfter = after,
        CostBefore = before?.TotalCost,
        CostAfter = after?.TotalCost,
        IsUsed = after is { State: PlanState.Planned }
            ? after.Nodes.Any(node => node.Index == creation.Name
                // A partition's part of it has a name of its own.
                || (node.Index is not null && before?.Nodes.Any(old => old.Index == node.Index) == false))
            : null,
        NotProvenReason = after switch
        {
            null => "No statement is known that it was made for.",
            { State: PlanState.Planned } => null,
            _ => after.Reason,
        },
    };
}
