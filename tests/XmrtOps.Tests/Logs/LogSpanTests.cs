using CsCheck;
using XmrtOps.Logs;

namespace XmrtOps.Tests.Logs;

/// <summary>Windows of a log: together they cover what was asked for, each part once.</summary>
public sealed class LogSpanTests
{
    private static readonly Gen<LogSpan> s_spans =
        from start in Gen.Long[0, 3_000_000_000_000]
        from length in Gen.Long[1, 100L * 24 * 3600 * 1000]
        select new LogSpan(
            DateTimeOffset.FromUnixTimeMilliseconds(start), DateTimeOffset.FromUnixTimeMilliseconds(start + length));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Windows_meet_are_a_day_at_most_and_begin_at_whole_minutes(bool oldestFirst) => s_spans.Sample(span =>
    {
        LogSpan[] windows = [.. span.Windows(oldestFirst)];
        LogSpan[] inOrder = oldestFirst ? windows : [.. windows.Reverse()];

        Assert.True(inOrder[0].From <= span.From && inOrder[^1].Until >= span.Until);
        Assert.True(span.From - inOrder[0].From < TimeSpan.FromMinutes(1) && inOrder[^1].Until - span.Until < TimeSpan.FromMinutes(1));
        Assert.All(windows, window =>
        {
            Assert.InRange(window.Until - window.From, TimeSpan.FromMinutes(1), LogSpan.Longest);
            Assert.Equal(0, window.From.UtcTicks % TimeSpan.TicksPerMinute);
        });
        Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
    });

    [Fact]
    public void The_beginning_of_the_calendar_is_no_trap()
    {
        LogSpan span = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddHours(30));

        Assert.Equal(2, span.Windows(oldestFirst: false).Count());
        Assert.Equal(2, span.Windows(oldestFirst: true).Count());
    }
}
