using XmrtOps.Database.Activity;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Database.Activity;

public sealed class StopRulesTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly BackendActivity s_running = new()
    {
        Connection = "db",
        ProcessId = 4711,
        Role = "app",
        IsSuperuser = false,
        BackendType = "client backend",
        State = BackendState.Active,
        BackendStart = s_start,
        TransactionStart = s_start.AddSeconds(1),
        StatementStart = s_start.AddSeconds(2),
        MaySignal = true,
    };

    [Theory]
    [InlineData(StopAction.Cancel)]
    [InlineData(StopAction.Terminate)]
    public void What_is_as_it_was_shown_may_be_stopped(StopAction action) => Assert.Null(Check(s_running, action));

    [Fact]
    public void A_process_id_that_was_given_again_is_gone()
    {
        Assert.Equal(StopOutcome.Gone, Check(null, StopAction.Terminate)!.Outcome);
        Assert.Equal(StopOutcome.Gone, Check(s_running with { BackendStart = s_start.AddMicroseconds(1) }, StopAction.Terminate)!.Outcome);
    }

    [Fact]
    public void A_cancellation_means_the_statement_and_a_termination_the_transaction()
    {
        BackendActivity nextStatement = s_running with { StatementStart = s_start.AddSeconds(3) };
        BackendActivity nextTransaction = nextStatement with { TransactionStart = s_start.AddSeconds(3) };

        Assert.Equal(StopOutcome.MovedOn, Check(nextStatement, StopAction.Cancel)!.Outcome);
        Assert.Null(Check(nextStatement, StopAction.Terminate));
        Assert.Equal(StopOutcome.MovedOn, Check(nextTransaction, StopAction.Terminate)!.Outcome);
        Assert.Equal(StopOutcome.MovedOn, Check(s_running with { State = BackendState.Idle }, StopAction.Cancel)!.Outcome);
    }

    [Theory]
    [InlineData("walsender", null, false, "it is a process of the server (walsender): -IncludeSystemBackend insists")]
    [InlineData("logical replication worker", null, false, "it is a process of the server (logical replication worker): -IncludeSystemBackend insists")]
    [InlineData("client backend", null, true, "app is a superuser: -IncludeSystemBackend insists")]
    [InlineData("autovacuum worker", "autovacuum: VACUUM public.t (to prevent wraparound)", false, "it vacuums to prevent transaction ids from wrapping around, and would begin again: -IncludeSystemBackend insists")]
    [InlineData("autovacuum worker", "autovacuum: VACUUM public.t", false, null)]
    public void What_the_server_cannot_do_without_takes_a_switch(string type, string? query, bool isSuperuser, string? reason)
    {
        BackendActivity now = s_running with { BackendType = type, Query = query, IsSuperuser = isSuperuser };

        Assert.Equal(reason, Check(now, StopAction.Terminate)?.Reason);
        Assert.Null(Check(now, StopAction.Terminate, includeSystem: true));
    }

    [Fact]
    public void A_connection_of_ours_is_never_stopped() => Assert.Equal(
        StopOutcome.Refused, Check(s_running with { IsOwn = true }, StopAction.Terminate, includeSystem: true)!.Outcome);

    [Theory]
    [InlineData("app", false, "GRANT pg_signal_backend TO me")]
    [InlineData("root", true, "superuser root: only a superuser may")]
    [InlineData(null, null, "the server itself: only a superuser may")]
    public void Who_may_not_signal_is_told_what_is_missing(string? role, bool? isSuperuser, string expected)
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => Check(
            s_running with { Role = role, IsSuperuser = isSuperuser, MaySignal = false }, StopAction.Cancel));

        Assert.Equal("PermissionDenied", fault.ErrorId);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_told_from_another_session_is_not_stopped()
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => Check(
            s_running with { BackendStart = null, IsHidden = true }, StopAction.Terminate));

        Assert.Contains("GRANT pg_read_all_stats TO me", fault.Message, StringComparison.Ordinal);
    }

    private static ActivityStop? Check(BackendActivity? now, StopAction action, bool includeSystem = false) =>
        StopRules.Check(s_running, now, action, includeSystem, "target", "me");
}
