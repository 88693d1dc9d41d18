namespace XmrtOps.Database.Indexing;

/// <summary>Where an index begins to be worth it, and what may stand in the way of building one. The rules for foreign
/// keys, sequential scans and the planner's proof are those of the runbook's chapter 3 and of widely used advisors.</summary>
internal static class IndexingThresholds
{
    /// <summary>Rows below which a table is read as fast as an index of it.</summary>
    public const double LargeTableRows = 10_000;

    /// <summary>Size below which a table is read as fast as an index of it, where rows are few or unknown: 128 blocks.</summary>
    public const long LargeTableBytes = 1024 * 1024;

    /// <summary>Sequential scans that are no accident any more.</summary>
    public const long SequentialScans = 50;

    /// <summary>Part of the rows that a sequential scan reads on average, before it counts as one of the table, in percent.</summary>
    public const double ScannedPercent = 10;

    /// <summary>Cost of a plan, in the planner's units, below which nothing is to be gained.</summary>
    public const double PlanCost = 100;

    /// <summary>Part of a plan's cost that a step needs to be worth an index, in percent.</summary>
    public const double StepCostPercent = 10;

    /// <summary>Part of the table above which looking rows up one by one is no gain, 0 to 1.</summary>
    public const double LookupFraction = 0.2;

    /// <summary>Part of the rows that one equality may let through and still be worth a column of the index, 0 to 1.</summary>
    public const double EqualityFraction = 0.5;

    /// <summary>Part of the rows up to which a predicate makes a partial index, 0 to 1.</summary>
    public const double PartialFraction = 0.5;

    /// <summary>Cost that the planner has to save for a proposal to stand, in percent.</summary>
    public const double SavedPercent = 50;

    /// <summary>Cost that a query may gain when an index is hidden, before it counts as slower, in percent.</summary>
    public const double SlowerPercent = 10;

    /// <summary>Columns looked up by equality in a proposal.</summary>
    public const int EqualityColumns = 3;

    /// <summary>Rows that are looked through as fast as another column of the index would sort them out.</summary>
    public const double FewRows = 20;

    /// <summary>Partitions that a proposal is tried on.</summary>
    public const int TriedPartitions = 100;

    /// <summary>Known statements that a removal is tried on.</summary>
    public const int KnownQueries = 50;

    /// <summary>Age of a transaction from which on a build does not wait for it by itself.</summary>
    public static readonly TimeSpan OldTransaction = TimeSpan.FromSeconds(60);

    /// <summary>Both rows and size are looked at: rows are an estimate, and unknown before the first ANALYZE.</summary>
    public static bool IsLarge(double? rows, long bytes) => rows >= LargeTableRows || bytes >= LargeTableBytes;

    /// <summary>What the planner has to save for a proposal to stand.</summary>
    public static bool IsSaving(double before, double after) =>
        before >= PlanCost && after <= before * (1 - (SavedPercent / 100));

    /// <summary>Tables that are read whole, again and again.</summary>
    public static bool IsScannedAgainAndAgain(double rows, long scans, long rowsRead) =>
        rows >= LargeTableRows
        && scans >= SequentialScans
        && rowsRead / (double)scans >= rows * ScannedPercent / 100;
}
