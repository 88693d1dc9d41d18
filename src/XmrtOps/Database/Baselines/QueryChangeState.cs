namespace XmrtOps.Database.Baselines;

/// <summary>What became of a statement between two snapshots.</summary>
public enum QueryChangeState
{
    /// <summary>An average call takes as long as before, or there were too few calls to tell.</summary>
    Unchanged,

    /// <summary>An average call takes longer than before.</summary>
    Slower,

    /// <summary>An average call takes less time than before.</summary>
    Faster,

    /// <summary>Was not recorded before.</summary>
    New,

    /// <summary>Is not recorded any more: it had to make room, or was reset.</summary>
    Vanished,

    /// <summary>Was forgotten and counted anew in between: its numbers are of the time after that.</summary>
    Restarted,

    /// <summary>Cannot be told: one of the two snapshots was taken by a role that may not see it.</summary>
    Hidden,
}
