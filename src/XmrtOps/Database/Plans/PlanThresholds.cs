namespace XmrtOps.Database.Plans;

/// <summary>From when on a plan is said to be wrong, and where the number comes from.</summary>
internal static class PlanThresholds
{
    /// <summary>Rows of a table from which reading all of it matters: the bound for missing-index candidates that the
    /// module uses everywhere (live rows of a table that is read sequentially).</summary>
    public const double LargeTableRows = 10_000;

    /// <summary>Part of a table's rows that a filter keeps, up to which a sequential scan is a finding. The planner takes
    /// a third for a range of unknown bounds, as all are in a generic plan; that has to be below it.</summary>
    public const double FilteredShare = 0.5;

    /// <summary>Part of a table's rows that a join or a limit leaves, up to which reading all of them is a finding: beyond
    /// it an index is rarely cheaper than the scan.</summary>
    public const double WantedShare = 0.1;

    /// <summary>Times by which rows are misjudged: an order of magnitude, at which other plans win.</summary>
    public const double MisestimateFactor = 10;

    /// <summary>Rows below which a misjudgement changes no plan.</summary>
    public const double MisestimateRows = 100;

    /// <summary>Runs of the inner side of a nested loop; a hash join reads it once.</summary>
    public const double NestedLoopRows = 10_000;

    /// <summary>Pairs of rows that a nested loop without an index tries.</summary>
    public const double NestedLoopPairs = 1_000_000;

    /// <summary>Rows of a call: more than the API hands out at all (PostgREST's max_rows in this project).</summary>
    public const double UnboundedRows = 1_000;

    /// <summary>Rows for which a policy asks for the token again; below it the question costs less than a millisecond or two.</summary>
    public const double PolicyRows = 1_000;
}
