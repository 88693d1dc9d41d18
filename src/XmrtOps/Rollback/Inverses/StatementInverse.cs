namespace XmrtOps.Rollback.Inverses;

/// <summary>What undoes a statement of a migration, or why nothing does.</summary>
internal sealed record StatementInverse
{
    /// <summary>The statement, as it was recorded.</summary>
    public string Statement { get; init; } = "";

    public required InverseVerdict Verdict { get; init; }

    /// <summary>What undoes it, in the order to be run; empty unless derived.</summary>
    public IReadOnlyList<string> Sql { get; init; } = [];

    /// <summary>What the statement made.</summary>
    public IReadOnlyList<SchemaObject> Made { get; init; } = [];

    /// <summary>Why it cannot be undone, or what makes it needless, as a clause; null where it is derived.</summary>
    public string? Reason { get; init; }

    /// <summary>What has to be so for the inverse to be exact and cannot be seen any more; null where nothing.</summary>
    public string? Assumption { get; init; }

    /// <summary>Undoing it would open what is closed.</summary>
    public bool WouldExpose { get; init; }

    /// <summary>It was done to something that the same migration made, and that goes too: nothing is opened by undoing it.</summary>
    public bool IsOfOwn { get; init; }

    /// <summary>What undoes it where <see cref="IsOfOwn"/>, and not otherwise.</summary>
    public StatementInverse? Own { get; init; }

    public static StatementInverse Of(string sql, SchemaObject made, string? assumption = null) =>
        new() { Verdict = InverseVerdict.Derived, Sql = [sql], Made = [made], Assumption = assumption };

    public static StatementInverse None(string reason, bool wouldExpose = false) =>
        new() { Verdict = InverseVerdict.RestoreRequired, Reason = reason, WouldExpose = wouldExpose };

    public static StatementInverse NoEffect(string reason) => new() { Verdict = InverseVerdict.NoEffect, Reason = reason };
}
