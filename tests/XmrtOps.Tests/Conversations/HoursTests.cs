using CsCheck;
using XmrtOps.Conversations;

namespace XmrtOps.Tests.Conversations;

public sealed class HoursTests
{
    private static readonly TimeZoneInfo[] s_zones =
    [
        .. new[] { "UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca" }
            .Select(TimeZoneInfo.FindSystemTimeZoneById),
    ];

    [Fact]
    public void Hours_follow_each_other_without_a_gap_and_show_one_hour_each()
    {
        DateTimeOffset epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Gen.Select(Gen.OneOf(s_zones), Gen.Int[0, 365 * 24 * 60], Gen.Int[1, 5 * 24 * 60]).Sample((zone, start, length) =>
        {
            DateTimeOffset since = epoch.AddMinutes(start);
            DateTimeOffset until = since.AddMinutes(length);

            List<Hour> hours = Hours.Between(since, until, zone);

            Assert.True(hours[0].Start <= since && hours[0].End > since);
            Assert.Equal(until.UtcDateTime, hours[^1].End.UtcDateTime);
            Assert.All(hours.Zip(hours.Skip(1)), pair => Assert.Equal(pair.First.End.UtcDateTime, pair.Second.Start.UtcDateTime));
            Assert.All(hours, hour =>
            {
                Assert.InRange(hour.End - hour.Start, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
                Assert.Equal(zone.GetUtcOffset(hour.Start), hour.Start.Offset);
                // The last moment of it shows the same hour on the wall.
                DateTimeOffset last = TimeZoneInfo.ConvertTime(hour.End.AddTicks(-1), zone);
                Assert.Equal((hour.Start.Hour, hour.Start.Offset), (last.Hour, last.Offset));
            });
            Assert.All(hours.SkipLast(1), hour => Assert.False(hour.IsPartial));
        });
    }

    [Fact]
    public void A_clock_that_is_changed_by_half_an_hour_has_a_half_one()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        // On 5 April 2026 at 2:00 it is put back to 1:30.
        DateTimeOffset since = new(2026, 4, 5, 1, 0, 0, TimeSpan.FromHours(11));

        List<Hour> hours = Hours.Between(since, since.AddHours(3), zone);

        Assert.Equal(
            ["01:00 +11:00", "01:30 +10:30", "02:00 +10:30", "03:00 +10:30"],
            hours.Select(hour => hour.Start.ToString("HH:mm zzz", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
