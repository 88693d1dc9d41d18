namespace XmrtOps.Logs;

/// <summary>A range of time: the end is not part of it.</summary>
internal readonly record struct LogSpan(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Longest range of one query.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>The range in windows of a day at most, of whole minutes, because the platform rounds to them: the first and
    /// the last one reach over its ends. In the order in which they are wanted.</summary>
    public IEnumerable<LogSpan> Windows(bool oldestFirst)
    {
        DateTimeOffset from = Floor(From);
        DateTimeOffset until = Ceiling(Until);
        if (oldestFirst)
        {
            for (DateTimeOffset start = from; start < until; start += Longest)
            {
                yield return new LogSpan(start, Earlier(start + Longest, until));
            }
        }
        else
        {
            for (DateTimeOffset end = until; end > from; end -= Longest)
            {
                // Close to the calendar's beginning a day less leads out of it.
                yield return new LogSpan(end - from > Longest ? end - Longest : from, end);
                if (end - from <= Longest)
                {
                    yield break;
                }
            }
        }
    }

    public static DateTimeOffset Floor(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    public static DateTimeOffset Ceiling(DateTimeOffset time)
    {
        DateTimeOffset floor = Floor(time);
        return floor == time || DateTimeOffset.MaxValue - floor < s_minute ? floor : floor + s_minute;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
