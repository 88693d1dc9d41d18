namespace XmrtOps.Database.Indexes;

/// <summary>From when on an index is worth a word. Source: the project's collected practice on indexes and bloat.</summary>
internal static class IndexThresholds
{
    /// <summary>An unused index below this size costs too little to be worth the risk of dropping it.</summary>
    public const long UnusedBytes = 1L << 20;

    /// <summary>Counters younger than this say nothing: a weekly job has not had its turn.</summary>
    public static readonly TimeSpan YoungStatistics = TimeSpan.FromDays(7);

    /// <summary>Counters younger than this are a hint: a monthly report has not had its turn.</summary>
    public static readonly TimeSpan SettledStatistics = TimeSpan.FromDays(30);

    /// <summary>Size in relation to a freshly built index. An estimate: below this it may be its error.</summary>
    public const double BloatRatio = 2;

    /// <summary>Bytes of bloat below which a rebuild is not worth its work; as for tables.</summary>
    public const long BloatBytes = 100L << 20;
}
