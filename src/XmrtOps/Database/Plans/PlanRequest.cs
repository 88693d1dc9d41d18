namespace XmrtOps.Database.Plans;

/// <summary>What is to be planned, and as whom.</summary>
internal sealed record PlanRequest
{
    /// <summary>The text; null when the role may not see it.</summary>
    public required string? Query { get; init; }

    /// <summary>The statistics that the text comes from, if it does.</summary>
    public PlanSource? Source { get; init; }

    /// <summary>Values of $1, $2, …; null: none were given, so that the plan is generic.</summary>
    public IReadOnlyList<object?>? Parameters { get; init; }

    /// <summary>Role to plan as; null: the connection's own.</summary>
    public string? Role { get; init; }

    /// <summary>The claims of the token that the role comes with, as JSON; null: none.</summary>
    public RoleClaims? Claims { get; init; }

    /// <summary>Run it.</summary>
    public bool IsAnalyzed { get; init; }

    public static PlanRequest Of(SlowQuery query) => new() { Query = query.Query, Source = PlanSource.Of(query) };
}
