using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>
/// A time or an age as a user gives it: a date, a TimeSpan, or text such as <c>90s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c>,
/// <c>2w</c>. What cannot be read is kept, so that the cmdlet reports it with an ErrorId of its own.
/// </summary>
public sealed partial class TimeArgument
{
    private readonly string _text;
    private readonly TimeSpan? _age;
    private readonly DateTimeOffset? _at;

    private TimeArgument(string text, TimeSpan? age, DateTimeOffset? at)
    {
        _text = text;
        _age = age;
        _at = at;
    }

    /// <summary>Reads what was given, which never fails here.</summary>
    /// <param name="given">A DateTimeOffset, DateTime, TimeSpan, or text.</param>
    public static TimeArgument From(object? given)
    {
        string text = Convert.ToString(given, CultureInfo.InvariantCulture) ?? "";
        return given switch
        {
            TimeArgument known => known,
            DateTimeOffset at => new(text, null, at),
            // A date without a zone is the reader's own time, as everywhere in PowerShell.
            DateTime at => new(text, null, InZone(at)),
            TimeSpan age => new(text, age, null),
            string written => Parse(written.Trim()),
            _ => new(text, null, null),
        };
    }

    /// <inheritdoc />
    public override string ToString() => _text;

    /// <summary>The point in time meant: the one given, or that long before <paramref name="now"/>.</summary>
    /// <exception cref="XmrtException">BareNumberAsTime, UnreadableTime.</exception>
    internal DateTimeOffset Instant(DateTimeOffset now)
    {
        if (_at is { } at)
        {
            return at;
        }

        TimeSpan age = _age ?? throw Unreadable();
        return age > now - DateTimeOffset.MinValue ? DateTimeOffset.MinValue
            : age < now - DateTimeOffset.MaxValue ? DateTimeOffset.MaxValue
            : now - age;
    }

    /// <summary>The length of time meant, which is more than nothing.</summary>
    /// <exception cref="XmrtException">BareNumberAsTime, UnreadableTime, NotADuration, DurationNotPositive.</exception>
    internal TimeSpan Duration(string parameter)
    {
        if (_at is not null)
        {
            throw Errors.NotADuration(parameter, _text);
        }

        TimeSpan age = _age ?? throw Unreadable();
        return age > TimeSpan.Zero ? age : throw Errors.DurationNotPositive(parameter, _text);
    }

    /// <summary>At the calendar's very ends the zone leads out of it: those are taken as UTC.</summary>
    private static DateTimeOffset InZone(DateTime at) =>
        at - DateTime.MinValue < TimeSpan.FromDays(1) || DateTime.MaxValue - at < TimeSpan.FromDays(1)
            ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))
            : new DateTimeOffset(at);

    private static TimeArgument Parse(string text)
    {
        Match match = Units().Match(text);
        if (match.Success)
        {
            double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            double seconds = number * match.Groups["unit"].Value.ToLowerInvariant() switch
            {
                "ms" => 0.001,
                "s" => 1,
                "m" or "min" => 60,
                "h" => 3600,
                "d" => 86400,
                _ => 604800,
            };
            return new(
                text, Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null, null);
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return new(text, null, null);
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age))
        {
            return new(text, age, null);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset at)
            ? new(text, null, at)
            : new(text, null, null);
    }

    private XmrtException Unreadable() =>
        double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? Errors.BareNumberAsTime(_text)
            : Errors.UnreadableTime(_text);

    [GeneratedRegex(
        @"\A(?<number>[+-]?[0-9]+(\.[0-9]+)?) ?(?<unit>ms|s|min|m|h|d|w)\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Units();
}
