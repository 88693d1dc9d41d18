using System.Globalization;
using CsCheck;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Tests.Module;

public sealed class TimeArgumentTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private static readonly (string Name, TimeSpan Length)[] s_units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("w", TimeSpan.FromDays(7)),
    ];

    [Fact]
    public void A_number_with_a_unit_is_that_long()
    {
        Gen.Select(Gen.Int[1, 1_000_000], Gen.OneOf(s_units), Gen.Bool, Gen.Bool).Sample((number, unit, capital, blank) =>
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{number}{(blank ? " " : "")}{(capital ? unit.Name.ToUpperInvariant() : unit.Name)}");
            TimeArgument argument = TimeArgument.From(text);
            TimeSpan length = unit.Length * number;

            Assert.Equal(length, argument.Duration("Since"));
            Assert.Equal(
                length < s_now - DateTimeOffset.MinValue ? s_now - length : DateTimeOffset.MinValue, argument.Instant(s_now));
            Assert.Equal(text, argument.ToString());
        });
    }

    [Fact]
    public void A_number_without_a_unit_is_refused_however_it_is_given()
    {
        Gen.OneOf<object>(
            Gen.Int.Select(n => (object)n),
            Gen.Long.Select(n => (object)n),
            Gen.Double[-1e15, 1e15].Select(n => (object)n),
            Gen.Decimal[-1_000_000, 1_000_000].Select(n => (object)n),
            Gen.Int.Select(i => (object)i.ToString(CultureInfo.InvariantCulture))).Sample(given =>
        {
            TimeArgument argument = TimeArgument.From(given);

            Assert.Equal("BareNumberAsTime", Assert.Throws<XmrtException>(() => argument.Duration("Since")).ErrorId);
            Assert.Equal("BareNumberAsTime", Assert.Throws<XmrtException>(() => argument.Instant(s_now)).ErrorId);
        });
    }

    [Fact]
    public void Reading_never_fails_and_using_fails_only_with_a_condition_of_ours()
    {
        Gen<string> number = Gen.Select(
            Gen.OneOf("", "-", "+", "0", "00"), Gen.Long, Gen.OneOf("", ".5", ".", "e9", "e400"), (a, b, c) => a + b.ToString(CultureInfo.InvariantCulture) + c);
        Gen<string> digits = Gen.String[Gen.Char['0', '9'], 1, 400];
        Gen.Select(Gen.OneOf<string>(number, digits, Gen.String), Gen.OneOf("", "s", "m", "d", "w", " w", "ms", "y", ":00", "Z")).Sample(
            (left, right) =>
            {
                TimeArgument argument = TimeArgument.From(left + right);

                Assert.Null(ConditionOf(() => argument.Instant(s_now)));
                Assert.Null(ConditionOf(() => argument.Duration("Since")));
            },
            iter: 5000);

        // A condition of ours is as good as an answer; anything else is returned.
        static Exception? ConditionOf<T>(Func<T> use)
        {
            try
            {
                use();
                return null;
            }
            catch (XmrtException)
            {
                return null;
            }
#pragma warning disable CA1031 // What else comes is what the test looks for.
            catch (Exception other)
            {
                return other;
            }
#pragma warning restore CA1031
        }
    }

    [Theory]
    [InlineData("9999999999999999999d")]
    [InlineData("-9999999999999999999d")]
    [InlineData("-300000w")]
    [InlineData("300000w")]
    [InlineData("-1d")]
    public void What_no_calendar_holds_is_a_condition_or_its_edge(string text)
    {
        TimeArgument argument = TimeArgument.From(text);

        Exception? thrown = Record.Exception(() => argument.Instant(s_now));

        Assert.True(thrown is null or XmrtException, $"{text}: {thrown}");
    }

    [Theory]
    [InlineData("0s", "DurationNotPositive")]
    [InlineData("-5m", "DurationNotPositive")]
    [InlineData("2026-03-01T12:00Z", "NotADuration")]
    [InlineData("30", "BareNumberAsTime")]
    [InlineData("", "UnreadableTime")]
    [InlineData("soon", "UnreadableTime")]
    [InlineData("5 years", "UnreadableTime")]
    [InlineData("1h30m", "UnreadableTime")]
    public void What_is_no_length_of_time_says_why(string text, string errorId)
    {
        Assert.Equal(errorId, Assert.Throws<XmrtException>(() => TimeArgument.From(text).Duration("Window")).ErrorId);
    }

    [Fact]
    public void Dates_times_and_spans_are_taken_as_they_are()
    {
        DateTimeOffset at = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

        Assert.Equal(at, TimeArgument.From(at).Instant(s_now));
        Assert.Equal(at, TimeArgument.From("2026-03-01T12:00+02:00").Instant(s_now));
        Assert.Equal(at, TimeArgument.From(at.UtcDateTime).Instant(s_now));
        Assert.Equal(new DateTimeOffset(at.LocalDateTime), TimeArgument.From(DateTime.SpecifyKind(at.LocalDateTime, DateTimeKind.Unspecified)).Instant(s_now));
        Assert.Equal(s_now.AddHours(-2), TimeArgument.From(TimeSpan.FromHours(2)).Instant(s_now));
        Assert.Equal(TimeSpan.FromMinutes(90), TimeArgument.From("01:30:00").Duration("Since"));
        Assert.Equal("UnreadableTime", Assert.Throws<XmrtException>(() => TimeArgument.From(null).Instant(s_now)).ErrorId);
    }

    [Theory]
    [InlineData("30d", 30 * 24 * 60 * 60)]
    [InlineData("90s", 90)]
    [InlineData("'5m'", 300)]
    [InlineData("([timespan]'0:10')", 600)]
    [InlineData("([datetimeoffset]::Now)", null)]
    public void Parameters_read_what_is_typed(string typed, int? seconds)
    {
        using PwshSession session = new();
        session.Set("assembly", typeof(Cmdlets.InvokeTestTimeCommand).Assembly);

        PwshResult result = session.Run($"Import-Module -Assembly $assembly; Invoke-TestTime -Since {typed}");

        TimeArgument argument = result.Succeeded().Of<TimeArgument>().Single();
        Assert.Equal(seconds, Record.Exception(() => argument.Duration("Since")) is null ? (int)argument.Duration("Since").TotalSeconds : null);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("1e3")]
    public void A_bare_number_that_is_typed_stays_one(string typed)
    {
        using PwshSession session = new();
        session.Set("assembly", typeof(Cmdlets.InvokeTestTimeCommand).Assembly);

        TimeArgument argument = session.Run($"Import-Module -Assembly $assembly; Invoke-TestTime -Since {typed}").Succeeded().Of<TimeArgument>().Single();

        Assert.Equal("BareNumberAsTime", Assert.Throws<XmrtException>(() => argument.Duration("Since")).ErrorId);
    }
}
