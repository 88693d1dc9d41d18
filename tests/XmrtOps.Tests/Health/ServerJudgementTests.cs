using XmrtOps.Health;
using XmrtOps.Health.Checks;

namespace XmrtOps.Tests.Health;

public sealed class ServerJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ServerState s_server = new("15.8", "postgres", s_now.AddDays(-9), s_now, false, null, false);

    [Theory]
    [InlineData(0.4, HealthStatus.Healthy)]
    [InlineData(499.9, HealthStatus.Healthy)]
    [InlineData(500, HealthStatus.Degraded)]
    [InlineData(2000, HealthStatus.Unhealthy)]
    public void Latency_is_judged_by_the_runbooks_alert(double milliseconds, HealthStatus expected)
    {
        HealthCheck check = s_server.JudgeLatency(milliseconds, s_now);

        Assert.Equal(expected, check.Status);
        Assert.Equal(milliseconds, check.Value);
        Assert.Equal(("ms", 500d, 2000d), (check.Unit, check.Threshold!.Value, check.UnhealthyThreshold!.Value));
        Assert.Equal(expected == HealthStatus.Healthy, check.Remedy is null);
    }

    [Fact]
    public void A_server_that_has_just_started_says_so()
    {
        HealthCheck check = (s_server with { StartedAt = s_now.AddMinutes(-3) }).JudgeLatency(1, s_now);

        Assert.Equal(HealthStatus.Healthy, check.Status);
        Assert.Equal("the server started 3 min ago", check.Reason);
    }

    [Fact]
    public void A_primary_is_healthy()
    {
        Assert.Equal(HealthStatus.Healthy, s_server.JudgeRecovery().Status);
        Assert.Equal(false, s_server.JudgeRecovery().Value);
    }

    [Fact]
    public void What_takes_no_changes_is_degraded_and_says_which_kind_it_is()
    {
        HealthCheck replica = (s_server with { IsInRecovery = true, SinceReplaySeconds = 90 }).JudgeRecovery();
        HealthCheck readOnly = (s_server with { IsReadOnlyByDefault = true }).JudgeRecovery();

        Assert.Equal([HealthStatus.Degraded, HealthStatus.Degraded], [replica.Status, readOnly.Status]);
        Assert.Contains("last replayed 2 min ago", replica.Reason, StringComparison.Ordinal);
        Assert.Contains("disk is full", readOnly.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(77, 97, HealthStatus.Healthy)]
    [InlineData(78, 97, HealthStatus.Degraded)]
    [InlineData(92, 97, HealthStatus.Degraded)]
    [InlineData(93, 97, HealthStatus.Unhealthy)]
    [InlineData(3, 0, HealthStatus.Unhealthy)]
    public void Connections_are_judged_against_what_ordinary_roles_may_use(int used, int usable, HealthStatus expected)
    {
        HealthCheck check = new ConnectionUse(used, usable, "service_role", "postgrest", 61, 60).Judge();

        Assert.Equal(expected, check.Status);
        Assert.Equal(
            expected == HealthStatus.Healthy ? "" : "61 are held by service_role, postgrest, 60 of them idle", check.Reason);
    }

    [Theory]
    [InlineData(59.9, HealthStatus.Healthy)]
    [InlineData(60, HealthStatus.Degraded)]
    [InlineData(300, HealthStatus.Unhealthy)]
    public void A_long_statement_names_its_session_and_who_blocks_it(double seconds, HealthStatus expected)
    {
        HealthCheck check = Statement(seconds).Judge("postgres");

        Assert.Equal(expected, check.Status);
        Assert.Equal(seconds, check.Value);
        Assert.Equal(expected != HealthStatus.Healthy, check.Reason.Contains("pid 4711 (service_role, cron)", StringComparison.Ordinal));
        Assert.Equal(expected != HealthStatus.Healthy, check.Reason.EndsWith("waiting for a lock that pid 12, 13 holds", StringComparison.Ordinal));
        Assert.Equal(expected == HealthStatus.Healthy ? null : "Get-XmrtLock -ProcessId 4711", check.Remedy);
    }

    [Theory]
    [InlineData(59, HealthStatus.Healthy)]
    [InlineData(60, HealthStatus.Degraded)]
    [InlineData(600, HealthStatus.Unhealthy)]
    public void A_client_idle_in_a_transaction_is_named(double seconds, HealthStatus expected)
    {
        HealthCheck check = new IdleTransaction(0, 4711, "app", "", seconds, seconds + 5, 2).Judge("postgres");

        Assert.Equal(expected, check.Status);
        if (expected != HealthStatus.Healthy)
        {
            Assert.StartsWith("pid 4711 (app) has been idle in a transaction for ", check.Reason, StringComparison.Ordinal);
            Assert.EndsWith("2 more are", check.Reason, StringComparison.Ordinal);
            Assert.Equal("Get-XmrtActivity -IdleInTransaction | Stop-XmrtActivity -Terminate -WhatIf", check.Remedy);
        }
    }

    [Fact]
    public void What_is_hidden_is_never_fine_but_what_is_seen_to_be_bad_is_bad()
    {
        HealthCheck none = new IdleTransaction(7, null, null, null, 0, 0, 0).Judge("app_reader");
        HealthCheck fine = (Statement(1) with { HiddenSessions = 7 }).Judge("app_reader");
        HealthCheck bad = (Statement(400) with { HiddenSessions = 7 }).Judge("app_reader");

        Assert.Equal([HealthStatus.Unknown, HealthStatus.Unknown, HealthStatus.Unhealthy], [none.Status, fine.Status, bad.Status]);
        Assert.Null(none.Value);
        Assert.Equal("what 7 sessions do is hidden from role app_reader", none.Reason);
    }

    [Theory]
    [InlineData(1_073_741_823, 5, HealthStatus.Healthy)]
    [InlineData(1_073_741_824, 5, HealthStatus.Degraded)]
    [InlineData(5, 1_073_741_824, HealthStatus.Degraded)]
    [InlineData(1_717_986_919, 5, HealthStatus.Unhealthy)]
    public void Transaction_age_is_the_older_of_both_counters(long transactions, long multixacts, HealthStatus expected)
    {
        HealthCheck check = new TransactionAge("postgres", transactions, multixacts, 200_000_000).Judge();

        Assert.Equal(expected, check.Status);
        Assert.Equal(
            expected != HealthStatus.Healthy,
            check.Reason.Contains(multixacts > transactions ? "multixact ids" : "transaction ids", StringComparison.Ordinal));
    }

    [Fact]
    public void Autovacuum_that_lags_is_said_before_it_is_dangerous()
    {
        HealthCheck check = new TransactionAge("postgres", 200_000_001, 0, 200_000_000).Judge();

        Assert.Equal(HealthStatus.Healthy, check.Status);
        Assert.Contains("autovacuum_freeze_max_age", check.Reason, StringComparison.Ordinal);
    }

    private static LongestStatement Statement(double seconds) =>
        new(0, 4711, "service_role", "cron", seconds, "Lock", [12, 12, 13], "SELECT 1");
}
