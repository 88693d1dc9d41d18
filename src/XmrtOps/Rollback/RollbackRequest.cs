namespace XmrtOps.Rollback;

/// <summary>What is to be rolled back, and to what: one record for each target.</summary>
internal abstract record RollbackRequest
{
    public abstract RollbackTarget Target { get; }
}
