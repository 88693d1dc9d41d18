namespace XmrtOps.Retention.Archives;

/// <summary>What becomes of the triggers that rows set off when they are put back.</summary>
/// <param name="AllowTriggers">They run.</param>
/// <param name="WithoutTriggers">They are kept still until the end of the transaction.</param>
internal sealed record ImportOptions(bool AllowTriggers, bool WithoutTriggers);
