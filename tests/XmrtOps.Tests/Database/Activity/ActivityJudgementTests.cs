using XmrtOps.Database.Activity;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Tests.Database.Activity;

public sealed class ActivityJudgementTests
{
    private static readonly BackendActivity s_client = new()
    {
        Connection = "it's",
        ProcessId = 4711,
        Role = "app",
        BackendType = "client backend",
        Database = "postgres",
    };

    [Theory]
    [InlineData(59_999, Severity.None)]
    [InlineData(60_000, Severity.Warning)]
    [InlineData(299_999, Severity.Warning)]
    [InlineData(300_000, Severity.Critical)]
    public void A_statement_is_long_by_its_own_time(double milliseconds, Severity expected)
    {
        BackendActivity judged = Judge(s_client with { State = BackendState.Active, StatementMs = milliseconds, TransactionMs = milliseconds });

        Assert.Equal(expected, judged.Severity);
        if (expected != Severity.None)
        {
            Finding finding = Assert.Single(judged.Findings);
            Assert.Equal("LongStatement", finding.Code);
            Assert.Equal("Stop-XmrtActivity -ProcessId 4711 -Connection 'it''s'", finding.Remedy);
            Assert.Equal(expected == Severity.Critical ? 300_000d : 60_000d, finding.Evidence["ThresholdMs"]);
        }
    }

    [Fact]
    public void A_wait_for_a_lock_is_not_the_statements_own_time()
    {
        BackendActivity judged = Judge(s_client with
        {
            State = BackendState.Active, StatementMs = 70_000, WaitMs = 60_000, IsWaiting = true, BlockedBy = [12],
        });

        Finding finding = Assert.Single(judged.Findings);
        Assert.Equal(("Blocked", Severity.Critical, Confidence.High), (finding.Code, finding.Severity, finding.Confidence));
        Assert.Equal("Get-XmrtLock -ProcessId 4711 -Connection 'it''s'", finding.Remedy);
    }

    [Theory]
    [InlineData(4_999, Severity.None)]
    [InlineData(5_000, Severity.Warning)]
    [InlineData(59_999, Severity.Warning)]
    [InlineData(60_000, Severity.Critical)]
    public void A_wait_blames_the_root_and_not_the_one_between(double milliseconds, Severity expected)
    {
        BackendActivity waiter = s_client with { ProcessId = 3, State = BackendState.Active, WaitMs = milliseconds, IsWaiting = true, BlockedBy = [2] };
        BackendActivity between = s_client with { ProcessId = 2, State = BackendState.Active, WaitMs = 1, IsWaiting = true, BlockedBy = [1] };

        ActivitySnapshot snapshot = ActivityReader.Judged(
            [s_client with { ProcessId = 1, State = BackendState.IdleInTransaction, IdleMs = 1 }, between, waiter], answeredBy: 9);

        Assert.Equal(expected, snapshot.Find(3)!.Severity);
        Assert.Equal(Severity.None, snapshot.Find(2)!.Severity);
        Assert.Equal([3], snapshot.Find(2)!.Blocks);
        ActivitySnapshot direct = ActivityReader.Judged(
            [s_client with { ProcessId = 1, State = BackendState.IdleInTransaction, IdleMs = 1 }, waiter with { BlockedBy = [1] }], answeredBy: 9);
        Assert.Equal(expected, direct.Find(1)!.Severity);
        if (expected != Severity.None)
        {
            Finding finding = Assert.Single(direct.Find(1)!.Findings);
            Assert.Equal("Blocking", finding.Code);
            // There is no statement to cancel.
            Assert.Equal("Stop-XmrtActivity -ProcessId 1 -Terminate -Connection 'it''s'", finding.Remedy);
        }
    }

    [Fact]
    public void A_wait_whose_beginning_is_not_known_is_less_certain()
    {
        BackendActivity judged = Judge(s_client with
        {
            State = BackendState.Active, StatementMs = 6000, WaitMs = 6000, WaitIsUpperBound = true, IsWaiting = true, BlockedBy = [0],
        });

        Finding finding = Assert.Single(judged.Findings);
        Assert.Equal(Confidence.Medium, finding.Confidence);
        Assert.Contains("up to 6", finding.Reason, StringComparison.Ordinal);
        Assert.EndsWith("for a prepared transaction", finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BackendState.IdleInTransaction, 59_999, null, Severity.None)]
    [InlineData(BackendState.IdleInTransaction, 60_000, "IdleInTransaction", Severity.Warning)]
    [InlineData(BackendState.IdleInTransactionAborted, 599_999, "IdleInTransaction", Severity.Warning)]
    [InlineData(BackendState.IdleInTransaction, 600_000, "IdleInTransaction", Severity.Critical)]
    [InlineData(BackendState.Idle, 9_000_000, null, Severity.None)]
    public void Idleness_counts_inside_a_transaction(BackendState state, double idle, string? code, Severity expected)
    {
        BackendActivity judged = Judge(s_client with { State = state, IdleMs = idle });

        Assert.Equal(expected, judged.Severity);
        Assert.Equal(code, judged.Findings.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData(299_999, Severity.None)]
    [InlineData(300_000, Severity.Warning)]
    [InlineData(90_000_000, Severity.Warning)]
    public void A_transaction_of_short_statements_grows_old_too(double milliseconds, Severity expected) => Assert.Equal(
        expected,
        Judge(s_client with { State = BackendState.Active, StatementMs = 10, TransactionMs = milliseconds }).Severity);

    [Theory]
    [InlineData(59_999, Severity.None)]
    [InlineData(60_000, Severity.Warning)]
    [InlineData(600_000, Severity.Critical)]
    public void A_prepared_transaction_is_forgotten_in_time(double milliseconds, Severity expected)
    {
        BackendActivity judged = Judge(new BackendActivity
        {
            Connection = "db", Kind = ActivityKind.PreparedTransaction, Name = "g'x", Role = "app", Database = "d", TransactionMs = milliseconds,
        });

        Assert.Equal(expected, judged.Severity);
        Assert.True(expected == Severity.None || judged.Findings[0].Remedy!.StartsWith("ROLLBACK PREPARED 'g''x';", StringComparison.Ordinal));
    }

    [Fact]
    public void The_servers_own_processes_may_take_their_time() => Assert.Empty(
        Judge(s_client with { BackendType = "autovacuum worker", State = BackendState.Active, StatementMs = 9_000_000 }).Findings);

    [Fact]
    public void Health_judges_by_the_same_numbers()
    {
        Assert.Equal(HealthThresholds.StatementSeconds.Degraded * 1000, ActivityThresholds.Statement.WarningMs);
        Assert.Equal(HealthThresholds.StatementSeconds.Unhealthy * 1000, ActivityThresholds.Statement.CriticalMs);
        Assert.Equal(HealthThresholds.IdleInTransactionSeconds.Degraded * 1000, ActivityThresholds.IdleInTransaction.WarningMs);
        Assert.Equal(HealthThresholds.IdleInTransactionSeconds.Unhealthy * 1000, ActivityThresholds.IdleInTransaction.CriticalMs);
    }

    private static BackendActivity Judge(BackendActivity activity) => ActivityJudgement.Judge(activity, []);
}
