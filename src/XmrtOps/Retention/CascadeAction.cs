namespace XmrtOps.Retention;

/// <summary>What becomes of the rows that refer to deleted ones.</summary>
public enum CascadeAction
{
    /// <summary>ON DELETE CASCADE: they are deleted too.</summary>
    Delete,

    /// <summary>ON DELETE SET NULL: they stay, and refer to nothing.</summary>
    SetNull,

    /// <summary>ON DELETE SET DEFAULT: they stay, and refer to the default.</summary>
    SetDefault,

    /// <summary>NO ACTION or RESTRICT: while they are there, the rows cannot be deleted.</summary>
    Restrict,

    /// <summary>No foreign key says anything: they stay behind, and refer to what is gone.</summary>
    Orphan,
}
