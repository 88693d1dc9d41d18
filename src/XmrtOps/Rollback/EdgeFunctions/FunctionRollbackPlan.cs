namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>What a rollback of edge functions would do.</summary>
public sealed record FunctionRollbackPlan : RollbackPlan
{
    /// <inheritdoc />
    public override RollbackTarget Target => RollbackTarget.Function;

    /// <summary>The functions, in the order of the steps.</summary>
    public required IReadOnlyList<FunctionRollback> Functions { get; init; }

    internal bool WithoutSave { get; init; }
}
