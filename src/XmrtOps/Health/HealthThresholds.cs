namespace XmrtOps.Health;

/// <summary>Every number that Get-XmrtHealth judges by, with where it comes from.</summary>
internal static class HealthThresholds
{
    /// <summary>Longest wait for one probe or one question, unless -Timeout says otherwise.</summary>
    public const string Timeout = "5s";

    /// <summary>What -Timeout may be: less measures nothing but the network, more is no look at a glance any more.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="ShortestTimeout" />
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    /// <summary>All checks of one database together may take this many timeouts: on a server so slow that several
    /// questions ran into theirs, the rest would only add load.</summary>
    public const int DatabaseTimeouts = 4;

    /// <summary>Frontend, milliseconds. Runbook, Key Metrics 4: alert above 1 s. Five seconds is when people leave, and
    /// what vercel-manager waits at most.</summary>
    public static readonly Bounds FrontendLatencyMs = new(1000, 5000);

    /// <summary>Days that the frontend's certificate is still valid. Own judgement: hosts renew a month before the end,
    /// so that two weeks mean that renewing fails, and two days that somebody has to act today.</summary>
    public static readonly Bounds CertificateDaysLeft = new(14, 2);

    /// <summary>One round trip, milliseconds. Runbook, Key Metrics 2: alert above 500 ms (its 100 ms are an average of
    /// statements, without the way to the server). Two seconds: own judgement, when every page waits visibly.</summary>
    public static readonly Bounds DatabaseLatencyMs = new(500, 2000);

    /// <summary>Percent of the usable connections: the common values of monitoring tools.</summary>
    public static readonly Bounds ConnectionsPercent = new(80, 95);

    /// <summary>Seconds that a client's statement runs; PostgREST's own limit is 8 s.</summary>
    public static readonly Bounds StatementSeconds = new(60, 300);

    /// <summary>Seconds that a client is idle in a transaction, holding its locks and the vacuum horizon.</summary>
    public static readonly Bounds IdleInTransactionSeconds = new(60, 600);

    /// <summary>Percent of 2^31 transaction ids or multixacts; at 100 the server takes no more changes.</summary>
    public static readonly Bounds TransactionAgePercent = new(50, 80);

    /// <summary>Recorded checks that failed one after the other. Runbook, Key Metrics 1: alert at 3.</summary>
    public static readonly Bounds FailuresInARow = new(1, 3);

    /// <summary>Percent of calls that fail. Runbook, Key Metrics 3: target below 1 %, alert above 5 %.</summary>
    public static readonly Bounds FunctionErrorPercent = new(1, 5);

    /// <summary>Errors an hour of a source that does not tell how many calls there were. Runbook, Expected Values:
    /// below 10. More than that is no sign of an outage by itself, so that there is no second step.</summary>
    public static readonly Bounds ErrorsAnHour = new(10, double.PositiveInfinity);

    /// <summary>Calls below which a percentage says little, so that it cannot make a component Unhealthy: own judgement,
    /// one error of 20 calls is 5 %.</summary>
    public const int CallsForARate = 20;

    /// <summary>Messages usual at this hour of the week from which on a silent hour is no accident: if 5 are usual, a
    /// random silent hour comes once in 150; if 20 are, practically never.</summary>
    public static readonly Bounds UsualMessagesMissed = new(5, 20);

    /// <summary>Share of the usual messages below which an hour is too quiet, where at least
    /// <see cref="UsualMessagesForAShare"/> are usual. Own judgement: hours of one weekday differ by a factor of two.</summary>
    public const double QuietShare = 0.25;

    /// <inheritdoc cref="QuietShare" />
    public const int UsualMessagesForAShare = 40;

    /// <summary>Age of the newest message from which on "idle" is no explanation, whatever is usual.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>A server that started this short a time ago restarted unexpectedly, or is cold: said in the reason.</summary>
    public static readonly TimeSpan RecentRestart = TimeSpan.FromMinutes(10);
}
