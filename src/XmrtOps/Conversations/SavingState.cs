namespace XmrtOps.Conversations;

/// <summary>What the newest rows of a table say.</summary>
public enum SavingState
{
    /// <summary>Rows came in within the window.</summary>
    Saving,

    /// <summary>None came in, as is usual at these hours.</summary>
    Idle,

    /// <summary>None came in where some are usual, or none for very long.</summary>
    Stale,

    /// <summary>The table has no row at all.</summary>
    Empty,

    /// <summary>Row level security or a missing privilege hides the rows from the role.</summary>
    HiddenByRls,
}
