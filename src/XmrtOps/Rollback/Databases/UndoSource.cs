namespace XmrtOps.Rollback.Databases;

/// <summary>Where it is known from what undoes a migration.</summary>
public enum UndoSource
{
    /// <summary>It is not known: only a restore brings back what was there.</summary>
    RestoreRequired,

    /// <summary>Somebody wrote it: version_name.down.sql in supabase/rollbacks.</summary>
    DownScript,

    /// <summary>It follows from the statements, each of which has an exact inverse.</summary>
    Derived,
}
