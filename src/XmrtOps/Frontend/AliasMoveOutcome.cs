namespace XmrtOps.Frontend;

/// <summary>What came of a rollback or promotion at Vercel.</summary>
internal enum AliasMoveOutcome
{
    /// <summary>The production domains lead to it.</summary>
    Moved,

    /// <summary>It failed; some domains may have been moved.</summary>
    Failed,

    /// <summary>Vercel passed over it.</summary>
    Skipped,

    /// <summary>Somebody else's job came after it.</summary>
    Superseded,
}
