namespace XmrtOps.Database.Baselines;

/// <summary>How far the numbers of a comparison hold. Of several reasons the last of this list is given.</summary>
public enum ComparisonValidity
{
    /// <summary>The same statistics went on counting: the numbers are those of the interval.</summary>
    Valid,

    /// <summary>The server was restarted in between and kept its statistics: right numbers, of a cold cache.</summary>
    Restarted,

    /// <summary>Statements had to make room for others: what they cost since is not in the numbers.</summary>
    Evicted,

    /// <summary>The statistics were reset or lost in between: the numbers are of the time after that.</summary>
    Reset,

    /// <summary>Another major version of PostgreSQL: statements are matched by their text, and counted since the upgrade.</summary>
    VersionChanged,

    /// <summary>Two databases, or a primary and its standby: statements are matched by their text, and only the times of
    /// average calls can be compared.</summary>
    OtherDatabase,
}
