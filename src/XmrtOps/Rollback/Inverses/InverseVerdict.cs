namespace XmrtOps.Rollback.Inverses;

/// <summary>Whether a statement can be undone without being told how.</summary>
internal enum InverseVerdict
{
    /// <summary>There is an exact inverse.</summary>
    Derived,

    /// <summary>What it did goes with something else that is dropped.</summary>
    Covered,

    /// <summary>It left nothing behind.</summary>
    NoEffect,

    /// <summary>There is none, or none that is safe.</summary>
    RestoreRequired,
}
