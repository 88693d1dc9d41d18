namespace XmrtOps.Sandbox.Seeding;

/// <summary>Spreads rows over the 120 days before an instant, in order, with a daily rhythm.</summary>
internal sealed class SeedClock
{
    public const int Days = 120;

    // Below 1, so that neighbours never share a microsecond (some of these times are keys).
    private const double Jitter = 0.9;

    // Relative load by hour of day, UTC.
    private static readonly double[] Rhythm =
    [
        0.35, 0.30, 0.25, 0.25, 0.30, 0.40, 0.60, 0.80, 1.00, 1.20, 1.30, 1.30,
        1.25, 1.30, 1.40, 1.50, 1.60, 1.70, 1.70, 1.60, 1.40, 1.10, 0.80, 0.50,
    ];

    // Share of a day's load before each hour, for days that begin at the time of day of Now.
    private readonly double[] before = new double[25];

    public SeedClock(DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        Now = new DateTime(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        Start = Now.AddDays(-Days);
        var firstHour = Now.Hour + (Now.Minute >= 30 ? 1 : 0);
        var total = 0.0;
        foreach (var weight in Rhythm)
            total += weight;
        for (var hour = 0; hour < 24; hour++)
            before[hour + 1] = before[hour] + Rhythm[(firstHour + hour) % 24] / total;
        before[24] = 1;
    }

    public DateTime Now { get; }

    public DateTime Start { get; }

    /// <summary>The time of the unit among that many: later for later units, more often by day than by night.</summary>
    public DateTime Spread(long unit, long units, ref SeededRandom random)
    {
        var days = (unit + random.Fraction() * Jitter) / units * Days;
        var day = Math.Floor(days);
        var load = days - day;
        var hour = 0;
        while (hour < 23 && before[hour + 1] <= load)
            hour++;
        var within = (load - before[hour]) / (before[hour + 1] - before[hour]);
        return After(Start, TimeSpan.TicksPerDay * day + TimeSpan.TicksPerHour * (hour + within));
    }

    /// <summary>The time of the unit among that many, evenly within the last minutes.</summary>
    public DateTime Recent(long unit, long units, int minutes, ref SeededRandom random)
    {
        var elapsed = (unit + random.Fraction() * Jitter) / units * minutes;
        return After(Now.AddMinutes(-minutes), TimeSpan.TicksPerMinute * elapsed);
    }

    private static DateTime After(DateTime start, double ticks)
    {
        var whole = (long)ticks;
        return start.AddTicks(whole - whole % TimeSpan.TicksPerMicrosecond);
    }
}
