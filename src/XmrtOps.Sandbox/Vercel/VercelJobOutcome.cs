namespace XmrtOps.Sandbox.Vercel;

/// <summary>How a rollback or promotion ends.</summary>
public enum VercelJobOutcome
{
    /// <summary>All domains move.</summary>
    Succeeds,

    /// <summary>The first domain moves, the others do not, and production stays what it was.</summary>
    Fails,

    /// <summary>Nothing moves.</summary>
    IsSkipped,

    /// <summary>It stays in progress.</summary>
    NeverEnds,

    /// <summary>It takes a status that no client knows.</summary>
    BecomesUnknown,
}
