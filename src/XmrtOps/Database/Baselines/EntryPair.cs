namespace XmrtOps.Database.Baselines;

/// <summary>A statement in the earlier and in the later snapshot; in one of them at least.</summary>
internal sealed record EntryPair(StatementEntry? Before, StatementEntry? After);
