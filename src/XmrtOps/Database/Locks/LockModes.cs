namespace XmrtOps.Database.Locks;

/// <summary>Which modes of PostgreSQL's locks keep each other out (its documentation, "Table-Level Lock Modes").</summary>
internal static class LockModes
{
    // From the weakest to the strongest.
    private static readonly string[] s_modes =
    [
        "AccessShareLock",
        "RowShareLock",
        "RowExclusiveLock",
        "ShareUpdateExclusiveLock",
        "ShareLock",
        "ShareRowExclusiveLock",
        "ExclusiveLock",
        "AccessExclusiveLock",
    ];

    // A row for each mode: X where it conflicts with the mode of that column.
    private static readonly string[] s_conflicts =
    [
        ".......X",
        "......XX",
        "....XXXX",
        "...XXXXX",
        "..XX.XXX",
        "..XXXXXX",
        ".XXXXXXX",
        "XXXXXXXX",
    ];

    /// <summary>One keeps the other waiting. A mode that is not known is taken to conflict with all.</summary>
    public static bool Conflict(string one, string other)
    {
        int row = Strength(one);
        int column = Strength(other);
        return row < 0 || column < 0 || s_conflicts[row][column] == 'X';
    }

    /// <summary>Larger for a stronger mode; -1 for one that is not known.</summary>
    public static int Strength(string mode) => Array.IndexOf(s_modes, mode);
}
