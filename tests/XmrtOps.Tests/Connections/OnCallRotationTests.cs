using CsCheck;
using XmrtOps.Connections;

namespace XmrtOps.Tests.Connections;

public sealed class OnCallRotationTests
{
    private static readonly ContactText[] s_people = [new("Ada", "a@x"), new("Grace", "g@x"), new("Mary", "m@x")];

    // With summer time, without, half-hour offsets and shifts, and one that has skipped a whole day.
    private static readonly string[] s_zones =
        ["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns"];

    [Theory]
    [InlineData("2026-03-02T08:59:59+01:00", null, null)]
    [InlineData("2026-03-02T09:00:00+01:00", "Ada", "2026-03-09T09:00:00+01:00")]
    [InlineData("2026-03-09T08:59:59+01:00", "Ada", "2026-03-09T09:00:00+01:00")]
    [InlineData("2026-03-09T09:00:00+01:00", "Grace", "2026-03-16T09:00:00+01:00")]
    [InlineData("2026-03-23T09:00:00+01:00", "Ada", "2026-03-30T09:00:00+02:00")]
    [InlineData("2026-03-30T08:30:00+02:00", "Ada", "2026-03-30T09:00:00+02:00")]
    [InlineData("2026-03-30T07:00:00Z", "Grace", "2026-04-06T09:00:00+02:00")]
    [InlineData("2026-10-26T07:59:59Z", "Ada", "2026-10-26T09:00:00+01:00")]
    [InlineData("2026-10-26T08:00:00Z", "Grace", "2026-11-02T09:00:00+01:00")]
    public void A_weeks_shift_ends_at_the_hour_it_began(string at, string? who, string? until)
    {
        OnCallRotation rotation = new(s_people, new DateTime(2026, 3, 2, 9, 0, 0), TimeSpan.FromDays(7), Zone("Europe/Berlin"));

        (ContactText Person, ContactText Next, DateTimeOffset From, DateTimeOffset Until)? shift =
            rotation.At(DateTimeOffset.Parse(at, null));

        Assert.Equal(who, shift?.Person.Name);
        Assert.Equal(until, shift?.Until.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    [Fact]
    public void A_handover_at_a_time_that_the_clock_skips_is_when_it_has_jumped()
    {
        OnCallRotation rotation = new(s_people, new DateTime(2026, 3, 28, 2, 30, 0), TimeSpan.FromDays(1), Zone("Europe/Berlin"));

        Assert.Equal("2026-03-29 03:00 +02:00", rotation.At(At("2026-03-29T00:59Z"))?.Until.ToString("yyyy-MM-dd HH:mm zzz", null));
        Assert.Equal("Grace", rotation.At(At("2026-03-29T01:00Z"))?.Person.Name);
        Assert.Equal("2026-03-30 02:30 +02:00", rotation.At(At("2026-03-29T01:00Z"))?.Until.ToString("yyyy-MM-dd HH:mm zzz", null));
    }

    [Fact]
    public void A_handover_at_a_time_that_the_clock_shows_twice_is_the_first_of_them()
    {
        OnCallRotation rotation = new(s_people, new DateTime(2026, 10, 24, 2, 30, 0), TimeSpan.FromDays(1), Zone("Europe/Berlin"));

        Assert.Equal("Ada", rotation.At(At("2026-10-25T00:29Z"))?.Person.Name);
        Assert.Equal("Grace", rotation.At(At("2026-10-25T00:30Z"))?.Person.Name);
        Assert.Equal("Grace", rotation.At(At("2026-10-25T01:30Z"))?.Person.Name);
    }

    [Fact]
    public void At_every_time_one_has_the_shift_and_the_next_one_follows() => Gen.Select(
        Gen.Int[0, s_zones.Length - 1],
        Gen.DateTime[new DateTime(2005, 1, 1), new DateTime(2025, 1, 1)],
        Gen.Int[60, 60 * 24 * 40],
        Gen.Int[0, 20_000_000]).Sample((index, since, minutes, later) =>
    {
        string zone = s_zones[index];
        OnCallRotation rotation = new(s_people, Whole(since), TimeSpan.FromMinutes(minutes), Zone(zone));
        DateTimeOffset time = rotation.Start.AddMinutes(later);
        var shift = rotation.At(time)!.Value;
        var next = rotation.At(shift.Until)!.Value;

        Assert.InRange(time, shift.From, shift.Until.AddTicks(-1));
        Assert.Equal(shift.Until, next.From);
        // A shift that lies in skipped hours has no length, and its person no turn.
        Assert.True(next.Person == shift.Next || minutes <= 24 * 60);
        Assert.Equal(shift.Person, rotation.At(shift.Until.AddTicks(-1))!.Value.Person);
    });

    [Fact]
    public void Handovers_are_at_the_same_time_of_the_clock() => Gen.Select(
        Gen.Int[0, s_zones.Length - 1],
        Gen.DateTime[new DateTime(2005, 1, 1), new DateTime(2025, 1, 1)],
        Gen.Int[1, 60],
        Gen.Int[0, 20_000_000]).Sample((index, since, days, later) =>
    {
        TimeZoneInfo clocks = Zone(s_zones[index]);
        OnCallRotation rotation = new(s_people, Whole(since), TimeSpan.FromDays(days), clocks);
        DateTimeOffset until = rotation.At(rotation.Start.AddMinutes(later))!.Value.Until;

        // Otherwise the clock had skipped that time.
        Assert.True(until.TimeOfDay == Whole(since).TimeOfDay || clocks.IsInvalidTime(until.Date + Whole(since).TimeOfDay)
            || clocks.IsInvalidTime(until.Date.AddDays(-1) + Whole(since).TimeOfDay));
        Assert.Equal(clocks.GetUtcOffset(until), until.Offset);
    });

    [Fact]
    public void The_end_of_time_is_no_end()
    {
        OnCallRotation rotation = new(s_people, new DateTime(2026, 1, 1), TimeSpan.FromDays(366), Zone("Europe/Berlin"));

        Assert.NotNull(rotation.At(DateTimeOffset.MaxValue));
        Assert.Null(rotation.At(DateTimeOffset.MinValue));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateTime Whole(DateTime time) =>
        new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, DateTimeKind.Unspecified);
}
