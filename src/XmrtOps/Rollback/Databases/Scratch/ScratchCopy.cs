namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>What a scratch database was given.</summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="Problems">What could not be copied, as the programs said it.</param>
/// <param name="Incomplete">Tables whose rows the role does not see, or not all of them, each as a clause.</param>
/// <param name="DurationSeconds">How long it took, the server's start included.</param>
internal sealed record ScratchCopy(long Rows, IReadOnlyList<string> Problems, IReadOnlyList<string> Incomplete, double DurationSeconds);
