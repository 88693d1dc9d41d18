namespace XmrtOps.Database.Baselines;

/// <summary>What is counted of a statement. All of it only grows, until the server forgets the statement.</summary>
internal sealed record StatementCounters
{
    // A sum of the same numbers in another order differs in its last digits.
    private const double Rounding = 1e-9;

    public static readonly StatementCounters Zero = new() { PlanMs = 0, WalBytes = 0 };

    public long Calls { get; init; }

    public double TotalMs { get; init; }

    public long Rows { get; init; }

    /// <summary>Null before pg_stat_statements 1.8.</summary>
    public double? PlanMs { get; init; }

    public double ReadMs { get; init; }

    public double WriteMs { get; init; }

    public long SharedBlocksHit { get; init; }

    public long SharedBlocksRead { get; init; }

    public long SharedBlocksDirtied { get; init; }

    public long SharedBlocksWritten { get; init; }

    public long TempBlocksRead { get; init; }

    public long TempBlocksWritten { get; init; }

    /// <summary>Null before pg_stat_statements 1.8.</summary>
    public long? WalBytes { get; init; }

    /// <summary>Time of an average call; null without a call.</summary>
    public double? MeanMs => Calls > 0 ? TotalMs / Calls : null;

    public static StatementCounters operator +(StatementCounters a, StatementCounters b) => new()
    {
        Calls = a.Calls + b.Calls,
        TotalMs = a.TotalMs + b.TotalMs,
        Rows = a.Rows + b.Rows,
        PlanMs = a.PlanMs + b.PlanMs,
        ReadMs = a.ReadMs + b.ReadMs,
        WriteMs = a.WriteMs + b.WriteMs,
        SharedBlocksHit = a.SharedBlocksHit + b.SharedBlocksHit,
        SharedBlocksRead = a.SharedBlocksRead + b.SharedBlocksRead,
        SharedBlocksDirtied = a.SharedBlocksDirtied + b.SharedBlocksDirtied,
        SharedBlocksWritten = a.SharedBlocksWritten + b.SharedBlocksWritten,
        TempBlocksRead = a.TempBlocksRead + b.TempBlocksRead,
        TempBlocksWritten = a.TempBlocksWritten + b.TempBlocksWritten,
        WalBytes = a.WalBytes + b.WalBytes,
    };

    /// <summary>Can be what <paramref name="before"/> has grown to: nothing is less.</summary>
    public bool Continues(StatementCounters before) =>
        Calls >= before.Calls
        && Rows >= before.Rows
        && IsAtLeast(TotalMs, before.TotalMs)
        && IsAtLeast(ReadMs, before.ReadMs)
        && IsAtLeast(WriteMs, before.WriteMs)
        && (PlanMs is not { } plan || before.PlanMs is not { } planned || IsAtLeast(plan, planned))
        && SharedBlocksHit >= before.SharedBlocksHit
        && SharedBlocksRead >= before.SharedBlocksRead
        && SharedBlocksDirtied >= before.SharedBlocksDirtied
        && SharedBlocksWritten >= before.SharedBlocksWritten
        && TempBlocksRead >= before.TempBlocksRead
        && TempBlocksWritten >= before.TempBlocksWritten
        && (WalBytes is not { } wal || before.WalBytes is not { } written || wal >= written);

    /// <summary>What came since; to be asked only where this <see cref="Continues"/>.</summary>
    public StatementCounters Since(StatementCounters before) => new()
    {
        Calls = Calls - before.Calls,
        TotalMs = Math.Max(TotalMs - before.TotalMs, 0),
        Rows = Rows - before.Rows,
        PlanMs = PlanMs is { } plan && before.PlanMs is { } planned ? Math.Max(plan - planned, 0) : null,
        ReadMs = Math.Max(ReadMs - before.ReadMs, 0),
        WriteMs = Math.Max(WriteMs - before.WriteMs, 0),
        SharedBlocksHit = SharedBlocksHit - before.SharedBlocksHit,
        SharedBlocksRead = SharedBlocksRead - before.SharedBlocksRead,
        SharedBlocksDirtied = SharedBlocksDirtied - before.SharedBlocksDirtied,
        SharedBlocksWritten = SharedBlocksWritten - before.SharedBlocksWritten,
        TempBlocksRead = TempBlocksRead - before.TempBlocksRead,
        TempBlocksWritten = TempBlocksWritten - before.TempBlocksWritten,
        WalBytes = WalBytes - before.WalBytes,
    };

    public static StatementCounters Sum(IEnumerable<StatementCounters> all)
    {
        StatementCounters sum = Zero;
        foreach (StatementCounters one in all)
        {
            sum += one;
        }

        return sum;
    }

    private static bool IsAtLeast(double now, double before) => now >= before - (before * Rounding);
}
