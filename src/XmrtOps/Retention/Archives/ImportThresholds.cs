namespace XmrtOps.Retention.Archives;

/// <summary>How much of an archive goes into one statement.</summary>
internal static class ImportThresholds
{
    /// <summary>Rows of a statement: long enough that round trips do not count, short enough to be cancelled.</summary>
    public const int BatchRows = 1000;

    /// <summary>Characters of a statement's values, unless one row alone has more.</summary>
    public const long BatchCharacters = 4_000_000;

    /// <summary>Keys of conflicting rows that are shown of each table.</summary>
    public const int SampleKeys = 10;

    /// <summary>Numbers of a sequence that are drawn one by one to bring it behind the rows, so that nobody else's is
    /// drawn twice; from further away it is set, where others cannot come so far meanwhile.</summary>
    public const long DrawnNumbers = 100_000;
}
