namespace XmrtOps.Conversations;

/// <summary>
/// The hours of a clock on a wall, as lengths of time. Where it is put forward an hour is missing, where it is put back one
/// comes twice, with another offset; in a zone of half hours they begin at half past of UTC; and where the clock is changed
/// by half an hour, a half one follows.
/// </summary>
internal static class Hours
{
    /// <summary>Begin and end of each hour that has part of the time between; the last one is cut to it.</summary>
    public static List<Hour> Between(DateTimeOffset since, DateTimeOffset until, TimeZoneInfo zone)
    {
        List<Hour> hours = [];
        DateTimeOffset start = Start(since, zone);
        while (start < until)
        {
            DateTimeOffset end = End(start, zone);
            hours.Add(end > until ? new Hour(start, TimeZoneInfo.ConvertTime(until, zone), true) : new Hour(start, end, false));
            start = end;
        }

        return hours;
    }

    /// <summary>Where the hour begins that a time is in.</summary>
    private static DateTimeOffset Start(DateTimeOffset time, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(time, zone);
        DateTimeOffset start = TimeZoneInfo.ConvertTime(local - SinceFullHour(local), zone);
        return start.Offset == local.Offset ? start : Change(start, local, zone);
    }

    private static DateTimeOffset End(DateTimeOffset time, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(time, zone);
        DateTimeOffset end = TimeZoneInfo.ConvertTime(local - SinceFullHour(local) + TimeSpan.FromHours(1), zone);
        return end.Offset == local.Offset ? end : Change(local, end, zone);
    }

    /// <summary>From when on the clock shows what it shows at the second of two times.</summary>
    private static DateTimeOffset Change(DateTimeOffset before, DateTimeOffset after, TimeZoneInfo zone)
    {
        (long low, long high) = (before.UtcTicks / TimeSpan.TicksPerSecond, after.UtcTicks / TimeSpan.TicksPerSecond);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(Second(middle)) == after.Offset)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return TimeZoneInfo.ConvertTime(Second(high), zone);
    }

    private static DateTimeOffset Second(long second) => new(second * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static TimeSpan SinceFullHour(DateTimeOffset local) => TimeSpan.FromTicks(local.Ticks % TimeSpan.TicksPerHour);
}
