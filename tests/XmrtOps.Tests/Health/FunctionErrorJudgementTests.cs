using XmrtOps.Findings;
using XmrtOps.Health;
using XmrtOps.Health.Checks;

namespace XmrtOps.Tests.Health;

public sealed class FunctionErrorJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1000, 9, HealthStatus.Healthy)]
    [InlineData(1000, 10, HealthStatus.Degraded)]
    [InlineData(1000, 49, HealthStatus.Degraded)]
    [InlineData(1000, 50, HealthStatus.Unhealthy)]
    [InlineData(20, 1, HealthStatus.Unhealthy)]
    // A handful of calls is worth a look, and no alarm.
    [InlineData(19, 19, HealthStatus.Degraded)]
    public void The_rate_is_judged_by_target_and_alert_of_the_runbook(long calls, long errors, HealthStatus expected)
    {
        HealthCheck check = FunctionErrors.Judge([Usage(calls, errors), Logs(0, 0), Counted("system_logs", 0)]);

        Assert.Equal(expected, check.Status);
        Assert.Equal(Math.Round(100.0 * errors / calls, 2), check.Value);
        Assert.Equal(calls < 20 ? Confidence.Low : Confidence.High, check.Confidence);
    }

    [Fact]
    public void Overlapping_sources_are_not_added_the_worst_decides()
    {
        HealthCheck check = FunctionErrors.Judge([Usage(1000, 5), Logs(500, 30), Counted("system_logs", 9)]);

        Assert.Equal((HealthStatus.Unhealthy, 6.0), (check.Status, check.Value));
        Assert.StartsWith("30 of 500 calls failed; worst: mining-proxy (status …)", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_without_calls_counts_by_the_hour()
    {
        HealthCheck check = FunctionErrors.Judge([Usage(1000, 0), Counted("cron.job_run_details", 10)]);

        Assert.Equal((HealthStatus.Degraded, 10L, "errors/1 h"), (check.Status, check.Value, check.Unit));
        Assert.StartsWith("10 errors in cron.job_run_details; worst: job 3", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_call_there_is_no_rate_to_be_healthy()
    {
        HealthCheck check = FunctionErrors.Judge([Usage(0, 0), Logs(0, 0), Counted("system_logs", 3)]);

        Assert.Equal((HealthStatus.Unknown, null), (check.Status, check.Value));
        Assert.Equal("no call was recorded in the last hour", check.Reason);
    }

    [Fact]
    public void Sources_that_could_not_be_read_are_named()
    {
        HealthCheck healthy = FunctionErrors.Judge([Usage(1000, 0), Missing("edge_function_logs"), Missing("system_logs")]);
        HealthCheck unknown = FunctionErrors.Judge([Missing("eliza_function_usage"), Missing("edge_function_logs"), Counted("system_logs", 0)]);

        Assert.Equal((HealthStatus.Healthy, Confidence.Medium), (healthy.Status, healthy.Confidence));
        Assert.Equal("there is no table edge_function_logs; there is no table system_logs", healthy.Reason);
        Assert.Equal(HealthStatus.Unknown, unknown.Status);
        Assert.Null(healthy.Evidence["system_logs"]);
    }

    [Fact]
    public void A_message_shows_no_ids_and_one_short_line()
    {
        FunctionErrorCount count = new(
            100, 50, "f", 50, "row 123e4567-e89b-12d3-a456-426614174000\nfailed after 30012 ms because the upstream said a lot");

        string reason = FunctionErrors.Judge([new("eliza_function_usage", count)]).Reason;

        Assert.Equal("50 of 100 calls failed; worst: f (row … failed after … ms because the ups…)", reason);
    }

    [Theory]
    [InlineData(100, 0, 0, HealthStatus.Healthy)]
    [InlineData(2000, 9, 0, HealthStatus.Healthy)]
    [InlineData(2000, 5, 5, HealthStatus.Degraded)]
    [InlineData(100, 5, 0, HealthStatus.Unhealthy)]
    [InlineData(3, 3, 0, HealthStatus.Healthy)]
    public void Vercels_functions_count_timeouts_too(long calls, long errors, long timeouts, HealthStatus expected)
    {
        HealthCheck check = new VercelFunctionErrors(s_now, calls, errors, timeouts, "api/health").Judge(s_now);

        Assert.Equal((expected, (object)(errors + timeouts)), (check.Status, check.Value!));
    }

    [Fact]
    public void Vercels_table_without_rows_says_since_when()
    {
        HealthCheck check = new VercelFunctionErrors(s_now.AddDays(-400), 0, 0, 0, null).Judge(s_now);

        Assert.Equal(HealthStatus.Unknown, check.Status);
        Assert.Equal("nothing has written vercel_function_logs since 18 Oct 2025", check.Reason);
    }

    private static Measurement<FunctionErrorCount> Usage(long calls, long errors) =>
        new("eliza_function_usage", new(calls, errors, errors > 0 ? "lovable-chat" : null, errors, "timed out"));

    private static Measurement<FunctionErrorCount> Logs(long calls, long errors) =>
        new("edge_function_logs", new(calls, errors, errors > 0 ? "mining-proxy" : null, errors, "status 500"));

    private static Measurement<FunctionErrorCount> Counted(string source, long errors) =>
        new(source, new(null, errors, errors > 0 ? "job 3" : null, errors, null));

    private static Measurement<FunctionErrorCount> Missing(string source) => new(source, null, $"there is no table {source}");
}
