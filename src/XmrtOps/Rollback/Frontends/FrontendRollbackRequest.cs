namespace XmrtOps.Rollback.Frontends;

/// <summary>The frontend is to be rolled back.</summary>
/// <param name="Id">To which deployment: identifier, address or host name; null: the newest that one can go back to.</param>
/// <param name="Timeout">Longest wait for Vercel's job.</param>
internal sealed record FrontendRollbackRequest(string? Id, TimeSpan Timeout) : RollbackRequest
{
    public override RollbackTarget Target => RollbackTarget.Frontend;
}
