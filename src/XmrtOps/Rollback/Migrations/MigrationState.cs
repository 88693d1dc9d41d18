namespace XmrtOps.Rollback.Migrations;

/// <summary>How a migration's file and its row of the history stand to each other.</summary>
public enum MigrationState
{
    /// <summary>In the history, and the file, where there is one to compare, says the same.</summary>
    Applied,

    /// <summary>In the history with other statements than the file's: one of them was changed since.</summary>
    Changed,

    /// <summary>In the history, and there is no file of this version.</summary>
    MissingLocally,

    /// <summary>A file that is in no history and newer than all that is: the next push applies it.</summary>
    Pending,

    /// <summary>A file that is in no history although newer ones are: a push refuses it unless told to include it.</summary>
    OutOfOrder,

    /// <summary>A second file of one version: a push either fails on it or runs it.</summary>
    Duplicate,

    /// <summary>A file whose name is no migration's: a push passes over it.</summary>
    Skipped,
}
