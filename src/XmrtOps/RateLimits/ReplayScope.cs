namespace XmrtOps.RateLimits;

/// <summary>What the server says of a replay before it begins.</summary>
/// <param name="Since">Start of the time replayed.</param>
/// <param name="Until">Its end.</param>
/// <param name="IsBlind">Row level security hides rows.</param>
/// <param name="Rows">Rows of the table, by the planner's statistics; 0 where there are none.</param>
/// <param name="Oldest">Oldest row that the statistics know of, in seconds since 1970; null where there are none.</param>
/// <param name="Newest">Newest, likewise.</param>
/// <param name="Pages">Pages of the table; 0 where it is none of its own.</param>
/// <param name="HasDateBin">PostgreSQL 14 or later.</param>
/// <param name="Correlation">How far the rows lie in the order of their time, from -1 to 1; null where it is not known.</param>
/// <param name="MayBeUndated">The table allows rows without a time.</param>
internal sealed record ReplayScope(
    DateTime Since,
    DateTime Until,
    bool IsBlind,
    double Rows,
    double? Oldest,
    double? Newest,
    long Pages,
    bool HasDateBin,
    double? Correlation,
    bool MayBeUndated)
{
    // As many groups as fit into the memory that is set for them; more cost more than they save.
    private const double MostCells = 1 << 20;
    private const int MostHashes = 1024;

    // Where somebody may have been over the limit, all of them are read again. Together they last a day at most.
    private const int MostWindows = 16;

    private const long FewPages = 8;

    // From here on the rows of a window are neighbours. Where they are not, it is noticed, and the table is read once more.
    private const double Order = 0.99;

    // Where nothing is known of the rows.
    private const int SomeHashes = 8;

    /// <summary>The most pages that are better read by themselves than in one scan of all: without ranges of pages, as before
    /// PostgreSQL 14, every row that may be on one has to be asked for.</summary>
    public long MostPages => Math.Max(FewPages, Pages / (HasDateBin ? 4 : 32));

    /// <summary>The rows lie in the order of their time, as those of a table that is only added to.</summary>
    public bool IsInOrder => Rows > 0 && Math.Abs(Correlation ?? 0) >= Order;

    /// <summary>The last of the pages on which so many neighbouring rows are, with one to spare.</summary>
    public long LastPage(long first, long rows) => first + (long)Math.Ceiling(rows * Pages / Rows) + 1;

    /// <summary>What keeps the requests that are counted as one well below a policy's limit, with as few groups as may be.</summary>
    public ReplayGrain GrainFor(RateLimitPolicy policy)
    {
        double seconds = Math.Max((Until - Since).TotalSeconds, policy.WindowSeconds);
        double rows = Rows;
        if (Oldest is { } oldest && Newest is { } newest)
        {
            double from = Math.Max(oldest, (Since - DateTime.UnixEpoch).TotalSeconds);
            double to = Math.Min(newest, (Until - DateTime.UnixEpoch).TotalSeconds);
            double share = newest > oldest ? Math.Clamp((to - from) / (newest - oldest), 0, 1) : 1;
            (seconds, rows) = (Math.Max(to - from, policy.WindowSeconds), rows * share);
        }

        double windows = Math.Max(1, seconds / policy.WindowSeconds);
        double wanted = rows > 0 ? 1.5 * rows / windows / Math.Max(1, policy.Thresholds[0]) : SomeHashes;
        double most = Math.Clamp(MostCells / windows, 1, MostHashes);
        double mostWindows = Math.Clamp(86_400d / policy.WindowSeconds, 1, MostWindows);
        int hashes = 1;
        while (hashes < wanted && hashes * 2 <= most)
        {
            hashes *= 2;
        }

        return new ReplayGrain(hashes, wanted > 0 ? (int)Math.Clamp(1 / wanted, 1, mostWindows) : 1);
    }
}
