using System.Security;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>
/// Who is on call when. Shifts are counted by the clocks of one zone, so that a handover at 09:00 stays at 09:00 when
/// summer time begins or ends.
/// </summary>
internal sealed class OnCallRotation
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    private readonly DateTime _since;
    private readonly TimeSpan _period;
    private readonly TimeZoneInfo _zone;

    /// <param name="people">In the order of their shifts; at least one.</param>
    /// <param name="since">Begin of the first shift by the zone's clocks.</param>
    /// <param name="period">Length of a shift by the zone's clocks.</param>
    /// <param name="zone">The zone.</param>
    public OnCallRotation(IReadOnlyList<ContactText> people, DateTime since, TimeSpan period, TimeZoneInfo zone)
    {
        People = people;
        _since = DateTime.SpecifyKind(since, DateTimeKind.Unspecified);
        _period = period;
        _zone = zone;
    }

    public IReadOnlyList<ContactText> People { get; }

    /// <summary>Begin of the first shift.</summary>
    public DateTimeOffset Start => Handover(0);

    /// <returns>Null when the profile defines none.</returns>
    /// <exception cref="XmrtException">InvalidProfileValue, SecretInProfile.</exception>
    public static OnCallRotation? Of(XmrtProfile profile)
    {
        TimeZoneInfo? zone = profile.TimeZone is { } name ? FindZone(name) : null;
        TimeSpan period = profile.OnCallPeriod ?? TimeSpan.FromDays(7);
        if (period < s_shortest || period > s_longest)
        {
            throw Errors.InvalidProfileValue(nameof(profile.OnCallPeriod), "a shift lasts from 1 hour to 366 days");
        }

        if (profile.OnCall is not { Count: > 0 } entries)
        {
            return null;
        }

        ContactText[] people = [.. entries.Select(entry => ContactText.Parse(nameof(profile.OnCall), entry))];
        return new OnCallRotation(
            people,
            profile.OnCallSince ?? throw Errors.InvalidProfileValue(
                nameof(profile.OnCall), "a rotation needs OnCallSince, when the first shift began"),
            period,
            zone ?? throw Errors.InvalidProfileValue(
                nameof(profile.OnCall), "a rotation needs TimeZone, whose clocks it follows, such as Europe/Berlin"));
    }

    /// <exception cref="XmrtException">InvalidProfileValue.</exception>
    public static TimeZoneInfo FindZone(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception)
            when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException or IOException)
        {
            throw Errors.InvalidProfileValue(
                nameof(XmrtProfile.TimeZone), "this system knows no such zone; IANA's names are Europe/Berlin, UTC and so on");
        }
    }

    /// <summary>Who is on call at a time, and from when to when; null before the first shift.</summary>
    public (ContactText Person, ContactText Next, DateTimeOffset From, DateTimeOffset Until)? At(DateTimeOffset time)
    {
        if (time < Start)
        {
            return null;
        }

        DateTime clock = TimeZoneInfo.ConvertTime(time, _zone).DateTime;
        long shift = Math.Max(0, (clock - _since).Ticks / _period.Ticks);
        // The clock shows some times twice and some never: the right shift is this one or a neighbour.
        while (shift > 0 && Handover(shift) > time)
        {
            shift--;
        }

        while (Handover(shift + 1) <= time && Handover(shift + 1) < DateTimeOffset.MaxValue)
        {
            shift++;
        }

        return (Of(shift), Of(shift + 1), Handover(shift), Handover(shift + 1));
    }

    private ContactText Of(long shift) => People[(int)(shift % People.Count)];

    /// <summary>When a shift begins, in the offset that the zone's clocks have then.</summary>
    private DateTimeOffset Handover(long shift)
    {
        Int128 ticks = (Int128)_since.Ticks + ((Int128)shift * _period.Ticks);
        // A day is kept free for the offset.
        if (ticks > (DateTime.MaxValue - TimeSpan.FromDays(1)).Ticks)
        {
            return DateTimeOffset.MaxValue;
        }

        DateTime clock = new((long)ticks, DateTimeKind.Unspecified);
        if (_zone.IsAmbiguousTime(clock))
        {
            // Shown twice: the first time counts.
            return new DateTimeOffset(clock, _zone.GetAmbiguousTimeOffsets(clock).Max());
        }

        if (_zone.IsInvalidTime(clock))
        {
            clock = EndOfGap(clock);
        }

        return new DateTimeOffset(clock, _zone.GetUtcOffset(clock));
    }

    /// <summary>Never shown: the first time that is, after the clocks have jumped. Gaps last an hour, once a day.</summary>
    private DateTime EndOfGap(DateTime clock)
    {
        DateTime minute = clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerMinute));
        while (_zone.IsInvalidTime(minute))
        {
            minute = minute.AddMinutes(1);
        }

        return minute;
    }
}
