namespace XmrtOps.Database.Activity;

/// <summary>Every number that sessions are judged by, with where it comes from.</summary>
internal static class ActivityThresholds
{
    /// <summary>A client's statement that runs, waits for locks not counted: between PgHero's 60 s and pganalyze's half hour;
    /// PostgREST's own limit is 8 s. As Get-XmrtHealth's.</summary>
    public static readonly ActivityBounds Statement = ActivityBounds.OfSeconds(60, 300);

    /// <summary>A client that is idle in a transaction, or a prepared transaction that nobody ends: they hold their locks and
    /// hold vacuum back. As Get-XmrtHealth's.</summary>
    public static readonly ActivityBounds IdleInTransaction = ActivityBounds.OfSeconds(60, 600);

    /// <summary>Waiting for a lock. PostgreSQL logs a wait at 1 s (deadlock_timeout); 5 s is longer than any statement of
    /// the application should take, and at a minute requests queue up behind it.</summary>
    public static readonly ActivityBounds Blocked = ActivityBounds.OfSeconds(5, 60);

    /// <summary>A transaction of short statements that stays open: where a single statement of this age is critical. It only
    /// holds vacuum back, so that it never becomes critical by itself. Own judgement.</summary>
    public static readonly ActivityBounds Transaction = ActivityBounds.OfSeconds(300, double.PositiveInfinity);
}
