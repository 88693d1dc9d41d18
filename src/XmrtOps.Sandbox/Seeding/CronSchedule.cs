using System.Globalization;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>A cron expression of the forms that the project uses: *, */n and single numbers, or "n seconds".</summary>
internal sealed class CronSchedule
{
    private readonly string[] fields;

    public CronSchedule(string expression)
    {
        fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is [var seconds, "seconds"])
            Seconds = int.Parse(seconds, CultureInfo.InvariantCulture);
        else if (fields.Length != 5)
            throw new FormatException($"'{expression}' is no cron expression of five fields.");
    }

    /// <summary>The interval of a schedule in seconds, null for one in minutes or more.</summary>
    public int? Seconds { get; }

    public bool IsDue(DateTime minute) => Seconds is null
        && Matches(fields[0], minute.Minute)
        && Matches(fields[1], minute.Hour)
        && Matches(fields[2], minute.Day)
        && Matches(fields[3], minute.Month)
        && Matches(fields[4], (int)minute.DayOfWeek);

    private static bool Matches(string field, int value)
    {
        if (field == "*")
            return true;
        if (field.StartsWith("*/", StringComparison.Ordinal))
            return value % int.Parse(field.AsSpan(2), CultureInfo.InvariantCulture) == 0;
        return int.Parse(field, CultureInfo.InvariantCulture) == value;
    }
}
