using XmrtOps.Findings;
using XmrtOps.Health;
using XmrtOps.Health.Checks;

namespace XmrtOps.Tests.Health;

public sealed class UptimeJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Measurement<IReadOnlyList<UptimeSeries>> s_silent =
        new("vercel_service_health", [new("frontend", null, 0, 0, 0), new("io", null, 0, 0, 0)]);

    [Fact]
    public void A_table_that_nobody_writes_is_unknown_and_not_an_outage()
    {
        HealthCheck check = UptimeChecks.Judge(Frontend(s_now.AddDays(-10), 0, 0, 0), s_silent, s_now);

        Assert.Equal(HealthStatus.Unknown, check.Status);
        Assert.Equal(0L, check.Value);
        Assert.Equal(
            "nothing has written frontend_health_checks since 12 Nov; nothing has ever written vercel_service_health",
            check.Reason);
    }

    [Theory]
    [InlineData(12, 12, 0, HealthStatus.Healthy, "")]
    [InlineData(12, 11, 0, HealthStatus.Degraded, "1 of 12 checks of frontend failed, the last did not")]
    [InlineData(12, 10, 2, HealthStatus.Degraded, "the last 2 checks of frontend failed")]
    [InlineData(12, 9, 3, HealthStatus.Unhealthy, "the last 3 checks of frontend failed")]
    public void Three_failures_in_a_row_are_the_runbooks_alert(
        long checks, long online, long inARow, HealthStatus expected, string reason)
    {
        HealthCheck check = UptimeChecks.Judge(Frontend(s_now, checks, online, inARow), s_silent, s_now);

        Assert.Equal((expected, reason), (check.Status, check.Reason));
        Assert.Equal(checks, check.Value);
    }

    [Fact]
    public void The_worst_service_decides_whichever_table_it_is_in()
    {
        HealthCheck check = UptimeChecks.Judge(
            Frontend(s_now, 12, 12, 0),
            new("vercel_service_health", [new("dao", s_now, 4, 0, 4), new("io", s_now, 4, 4, 0)]),
            s_now);

        Assert.Equal(HealthStatus.Unhealthy, check.Status);
        Assert.Contains("of dao failed", check.Reason, StringComparison.Ordinal);
        Assert.Equal(20L, check.Value);
    }

    [Fact]
    public void A_missing_table_is_named_and_lowers_the_confidence_only()
    {
        HealthCheck check = UptimeChecks.Judge(
            Frontend(s_now, 12, 12, 0), new("vercel_service_health", null, "there is no table vercel_service_health"), s_now);

        Assert.Equal((HealthStatus.Healthy, Confidence.Medium), (check.Status, check.Confidence));
        Assert.Equal("there is no table vercel_service_health", check.Reason);
    }

    [Fact]
    public void Without_both_tables_there_is_no_number()
    {
        HealthCheck check = UptimeChecks.Judge(
            new("frontend_health_checks", null, "there is no table frontend_health_checks"),
            new("vercel_service_health", null, "there is no table vercel_service_health"),
            s_now);

        Assert.Equal(HealthStatus.Unknown, check.Status);
        Assert.Null(check.Value);
    }

    private static Measurement<IReadOnlyList<UptimeSeries>> Frontend(
        DateTimeOffset newest, long checks, long online, long inARow) =>
        new("frontend_health_checks", [new("frontend", newest, checks, online, inARow)]);
}
