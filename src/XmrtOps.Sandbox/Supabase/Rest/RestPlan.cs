using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>How a request is served.</summary>
internal sealed record RestPlan
{
    public required SqlText Statement { get; init; }

    /// <summary>Whether its transaction may write.</summary>
    public required bool IsWrite { get; init; }

    public required RestQuery Query { get; init; }

    /// <summary>Whether it changes rows, whose number the caller may limit.</summary>
    public bool IsChange { get; init; }

    /// <summary>What is explained for the number of rows that the planner expects; null where nobody wants that.</summary>
    public SqlText? Explained { get; init; }

    /// <summary>Makes the answer.</summary>
    public required Func<RestResult, StandInResponse> Answer { get; init; }

    /// <summary>Refuses what the caller does not want, before it is committed.</summary>
    public void Check(RestResult result)
    {
        if (Query.IsSingle && result.Rows != 1) throw RestErrors.NotSingle(result.Rows);
        if (IsChange && Query.Preferences.MaxAffected < result.Rows) throw RestErrors.TooManyAffected(result.Rows);
    }
}
