using XmrtOps.Health;
using XmrtOps.Health.Checks;

namespace XmrtOps.Tests.Health;

public sealed class ActivityJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(412, 400, HealthStatus.Healthy, "Saving")]
    [InlineData(101, 400, HealthStatus.Healthy, "Saving")]
    [InlineData(99, 400, HealthStatus.Degraded, "Saving")]
    // Below 40 an hour a quarter is chance.
    [InlineData(1, 39, HealthStatus.Healthy, "Saving")]
    public void Messages_are_judged_by_the_same_hour_of_the_weeks_before(
        long messages, long usual, HealthStatus expected, string state)
    {
        HealthCheck check = Activity(messages, TimeSpan.FromMinutes(1), usual).Judge(s_now);

        Assert.Equal(expected, check.Status);
        Assert.Equal(state, check.Evidence["State"]);
        Assert.Equal(messages, check.Value);
    }

    [Theory]
    [InlineData(3, 0, HealthStatus.Healthy, "Idle")]
    [InlineData(3, 4, HealthStatus.Healthy, "Idle")]
    [InlineData(3, 5, HealthStatus.Degraded, "Stale")]
    [InlineData(3, 20, HealthStatus.Unhealthy, "Stale")]
    [InlineData(30, 0, HealthStatus.Degraded, "Stale")]
    public void A_silent_hour_is_idle_where_silence_is_usual_and_stale_where_it_is_not(
        int hoursSilent, long usual, HealthStatus expected, string state)
    {
        HealthCheck check = Activity(0, TimeSpan.FromHours(hoursSilent), usual).Judge(s_now);

        Assert.Equal(expected, check.Status);
        Assert.Equal(state, check.Evidence["State"]);
        Assert.Contains("no message for", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_odd_week_does_not_move_what_is_usual()
    {
        Assert.Equal(100, new ConversationActivity(1, 1, s_now, [100, 0, 100, 100]).Usual);
        Assert.Equal(100, new ConversationActivity(1, 1, s_now, [9000, 100, 100, 100]).Usual);
    }

    [Fact]
    public void An_empty_table_is_unknown()
    {
        HealthCheck check = new ConversationActivity(0, 0, null, [0, 0, 0, 0]).Judge(s_now);

        Assert.Equal(HealthStatus.Unknown, check.Status);
        Assert.Equal("no message was ever saved", check.Reason);
    }

    [Fact]
    public void Sessions_are_counted_by_message_and_the_mark_is_called_what_it_is()
    {
        HealthCheck check = SessionFlags.Judge(
            Activity(412, TimeSpan.Zero, 400), new("conversation_sessions", new SessionFlags(3000, 2990)));

        Assert.Equal(7L, check.Value);
        Assert.Equal("by last message; is_active marks 2,990 of 3,000, and is hardly ever cleared", check.Reason);
    }

    [Fact]
    public void A_mark_that_cannot_be_counted_leaves_the_sessions_measured()
    {
        HealthCheck check = SessionFlags.Judge(
            Activity(412, TimeSpan.Zero, 400), new("conversation_sessions", null, "there is no table conversation_sessions"));

        Assert.Equal(7L, check.Value);
        Assert.Null(check.Evidence["MarkedActive"]);
        Assert.EndsWith("there is no table conversation_sessions", check.Reason, StringComparison.Ordinal);
    }

    private static ConversationActivity Activity(long messages, TimeSpan silent, long usual) =>
        new(messages, 7, s_now - silent, [usual, usual, usual, usual]);
}
