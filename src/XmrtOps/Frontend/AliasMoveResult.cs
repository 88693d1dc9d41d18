namespace XmrtOps.Frontend;

/// <summary>What waiting for a rollback or promotion came to.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Current">What production is then; null for nothing.</param>
/// <param name="Reason">Why; empty where it succeeded.</param>
internal sealed record AliasMoveResult(AliasMoveOutcome Outcome, string? Current, string Reason = "");
