using System.Globalization;

namespace XmrtOps.Sandbox.Logs;

/// <summary>
/// The range of a log query: a day at most, whole minutes, and without any the last minute only, which is how many a false
/// "no errors" came to be.
/// </summary>
internal readonly record struct LogRange(DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(1);

    /// <returns>The range, or what is wrong with it.</returns>
    public static (LogRange Range, string? Fault) Read(string? start, string? end, DateTimeOffset now)
    {
        if (!TryRead(end, out var until)) return (default, "iso_timestamp_end must be a valid ISO 8601 timestamp");
        if (!TryRead(start, out var from)) return (default, "iso_timestamp_start must be a valid ISO 8601 timestamp");

        var last = until ?? now;
        var first = from ?? last - s_usual;
        if (first > last) return (default, "iso_timestamp_start must be before iso_timestamp_end");
        if (last - first > s_longest) return (default, "The time range must not exceed 24 hours");

        return (new LogRange(Minute(first), Minute(last.Add(s_usual).AddTicks(-1))), null);
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return false;

        time = read;
        return true;
    }

    private static DateTimeOffset Minute(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
