namespace XmrtOps.State;

/// <summary>How a change ended, or that it did not.</summary>
public enum JournalState
{
    /// <summary>The process that began it is still at it.</summary>
    Running,

    /// <summary>It was done.</summary>
    Succeeded,

    /// <summary>It was refused or went wrong, and nothing was changed.</summary>
    Failed,

    /// <summary>The user stopped it, and nothing was changed.</summary>
    Cancelled,

    /// <summary>The process that began it ended in the middle: look at the system, whether it was done.</summary>
    Interrupted,

    /// <summary>Whether it was done is not known from here; the entry's Message says why.</summary>
    Unknown,
}
