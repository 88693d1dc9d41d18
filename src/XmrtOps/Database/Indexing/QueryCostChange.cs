namespace XmrtOps.Database.Indexing;

/// <summary>A known statement that would cost more without an index.</summary>
public sealed record QueryCostChange
{
    /// <summary>The server's identifier of the statement.</summary>
    public string? QueryId { get; init; }

    /// <summary>The statement with its constants as $1, $2, …</summary>
    public required string Query { get; init; }

    /// <summary>Times it was run since its statistics began.</summary>
    public long Calls { get; init; }

    /// <summary>Cost with the index, in the planner's units.</summary>
    public double CostBefore { get; init; }

    /// <summary>Cost without it, in the planner's units.</summary>
    public double CostAfter { get; init; }

    /// <summary>How much more that is, in percent.</summary>
    public double AddedPercent => CostBefore > 0 ? 100 * ((CostAfter / CostBefore) - 1) : 0;

    /// <summary>The statement, so that a list of changes reads well.</summary>
    public override string ToString() => Module.Display.OneLine(Query, 60);
}
