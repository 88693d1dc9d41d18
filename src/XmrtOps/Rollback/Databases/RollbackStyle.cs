namespace XmrtOps.Rollback.Databases;

/// <summary>How the history has it that a migration was undone.</summary>
public enum RollbackStyle
{
    /// <summary>What undoes it is a migration of its own, newer than all; the old one stays in the history, and no pipeline applies it
    /// again.</summary>
    Revert,

    /// <summary>Its row is taken out of the history, as if it had never been applied. Where its file still is, the next push applies it
    /// again.</summary>
    Down,
}
