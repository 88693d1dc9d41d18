namespace XmrtOps.Database.Tables;

/// <summary>
/// From when on a table is worth a word. Where not said otherwise: the project's collected practice (bloat, vacuum and
/// sequences), which takes autovacuum's own thresholds as the measure and leaves small tables alone.
/// </summary>
internal static class TableThresholds
{
    /// <summary>Autovacuum looks once a minute and takes its time: what is due by this factor has been passed over.</summary>
    public const double Overdue = 1.2;

    /// <summary>Fewer dead, changed or new rows than this cost nothing, whatever their share.</summary>
    public const long FewRows = 10_000;

    /// <summary>Size in relation to a freshly written table. An estimate: below this it may be its error.</summary>
    public const double BloatRatio = 2;

    /// <summary>Bytes of bloat below which a rewrite is not worth its lock.</summary>
    public const long BloatBytes = 100L << 20;

    /// <summary>A table below this size is read whole so fast that the planner needs no statistics (128 pages: our choice).</summary>
    public const long UnanalysedBytes = 1L << 20;

    /// <summary>Used part of a sequence's range in percent, to plan for the change of type.</summary>
    public const double SequenceWarningPercent = 80;

    /// <summary>Used part of a sequence's range in percent, to change it now.</summary>
    public const double SequenceCriticalPercent = 90;
}
