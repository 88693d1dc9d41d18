using XmrtOps.Database.Overview;
using XmrtOps.Findings;

namespace XmrtOps.Tests.Database.Overview;

public sealed class OverviewJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DatabaseOverview s_fine = new()
    {
        Connection = "db",
        DatabaseName = "postgres",
        Role = "postgres",
        ServerVersion = "15.8",
        WraparoundDatabase = "postgres",
        MeasuredAt = s_now,
        StatisticsSince = s_now.AddDays(-10),
        CheckpointsSince = s_now.AddDays(-10),
        ConnectionsUsable = 100,
        FreezeMaxAge = 200_000_000,
    };

    [Fact]
    public void What_is_fine_is_no_finding()
    {
        Assert.Empty(OverviewJudgement.Of(s_fine, isProduction: true));
    }

    [Theory]
    [InlineData(79.9, null)]
    [InlineData(80, Severity.Warning)]
    [InlineData(94.9, Severity.Warning)]
    [InlineData(95, Severity.Critical)]
    public void Connections(double percent, Severity? expected) =>
        Judged(s_fine with { ConnectionsPercent = percent }, "ConnectionsNearLimit", expected);

    [Theory]
    [InlineData(null, null)]
    [InlineData(95.0, null)]
    [InlineData(94.9, Severity.Warning)]
    public void Cache(double? percent, Severity? expected) =>
        Judged(s_fine with { CacheHitPercent = percent }, "CacheHitLow", expected);

    [Theory]
    [InlineData(49.9, null)]
    [InlineData(50, Severity.Warning)]
    [InlineData(80, Severity.Critical)]
    public void Wraparound(double percent, Severity? expected) =>
        Judged(s_fine with { WraparoundPercent = percent }, "WraparoundNear", expected);

    [Theory]
    [InlineData(200_000_000, null)]
    [InlineData(200_000_001, Severity.Information)]
    public void Freezing(long age, Severity? expected) =>
        Judged(s_fine with { TransactionAge = age }, "FreezeOverdue", expected);

    [Theory]
    [InlineData("active", 59.9, null)]
    [InlineData("active", 60, Severity.Warning)]
    [InlineData("active", 300, Severity.Critical)]
    [InlineData("idle in transaction", 300, Severity.Warning)]
    [InlineData("idle in transaction (aborted)", 600, Severity.Critical)]
    public void Transactions(string state, double seconds, Severity? expected) => Judged(
        s_fine with { LongestTransaction = new OpenTransaction { ProcessId = 4711, State = state, OpenSeconds = seconds } },
        "LongTransaction",
        expected);

    [Theory]
    [InlineData(null, null)]
    [InlineData(59.0, null)]
    [InlineData(60.0, Severity.Warning)]
    [InlineData(600.0, Severity.Critical)]
    public void Prepared(double? seconds, Severity? expected) =>
        Judged(s_fine with { OldestPreparedSeconds = seconds }, "PreparedTransactionLeft", expected);

    [Theory]
    [InlineData(true, 1L << 30, "reserved", "SlotRetainsWal", null)]
    [InlineData(true, (1L << 30) + 1, "extended", "SlotRetainsWal", Severity.Warning)]
    [InlineData(false, 100L, "reserved", "SlotInactive", Severity.Warning)]
    [InlineData(false, (1L << 30) + 1, "extended", "SlotInactive", Severity.Critical)]
    [InlineData(false, 100L, "lost", "SlotLosesWal", Severity.Critical)]
    [InlineData(true, 100L, "unreserved", "SlotLosesWal", Severity.Critical)]
    public void Slots(bool isActive, long retained, string status, string code, Severity? expected) => Judged(
        s_fine with { ReplicationSlots = [new ReplicationSlot { Name = "s", IsActive = isActive, RetainedBytes = retained, WalStatus = status }] },
        code,
        expected);

    [Theory]
    [InlineData(1L << 30, null)]
    [InlineData((1L << 30) + 1, Severity.Warning)]
    public void Replicas(long behind, Severity? expected) =>
        Judged(s_fine with { Replicas = [new Replica { ApplicationName = "r", BehindBytes = behind }] }, "ReplicaBehind", expected);

    [Theory]
    [InlineData(null, null)]
    [InlineData(0L, null)]
    [InlineData(1L, Severity.Critical)]
    public void Checksums(long? failures, Severity? expected) =>
        Judged(s_fine with { ChecksumFailures = failures }, "ChecksumFailures", expected);

    [Theory]
    [InlineData(99, 10, null)]
    [InlineData(100, 10, Severity.Information)]
    [InlineData(100_000, 0.9, null)]
    public void Deadlocks(long deadlocks, double days, Severity? expected) => Judged(
        s_fine with { Deadlocks = deadlocks, StatisticsSince = s_now.AddDays(-days) }, "Deadlocks", expected);

    [Theory]
    [InlineData(239, null)]
    [InlineData(240, Severity.Information)]
    public void Temporary_files(long gigabytes, Severity? expected) =>
        Judged(s_fine with { TempBytes = gigabytes << 30 }, "TempFiles", expected);

    [Theory]
    [InlineData(239, 0, null)]
    [InlineData(240, 239, Severity.Information)]
    [InlineData(240, 240, null)]
    public void Checkpoints(long requested, long timed, Severity? expected) => Judged(
        s_fine with { RequestedCheckpoints = requested, TimedCheckpoints = timed }, "CheckpointsForced", expected);

    [Theory]
    [InlineData("fsync", "off", "FsyncOff", true, Severity.Critical)]
    [InlineData("fsync", "off", "FsyncOff", false, Severity.Information)]
    [InlineData("fsync", "on", "FsyncOff", true, null)]
    [InlineData("full_page_writes", "off", "FullPageWritesOff", true, Severity.Critical)]
    [InlineData("autovacuum", "off", "AutovacuumOff", true, Severity.Critical)]
    [InlineData("track_counts", "off", "TrackCountsOff", true, Severity.Critical)]
    [InlineData("zero_damaged_pages", "on", "ZeroDamagedPagesOn", true, Severity.Critical)]
    [InlineData("zero_damaged_pages", "off", "ZeroDamagedPagesOn", true, null)]
    public void Settings(string name, string value, string code, bool isProduction, Severity? expected) => Judged(
        s_fine with { Settings = [new DatabaseSetting { Name = name, Value = value }] }, code, expected, isProduction);

    [Theory]
    [InlineData("1.9", "1.10", true)]
    [InlineData("1.10", "1.9", false)]
    [InlineData("1.10", "1.10", false)]
    [InlineData("1.10", null, false)]
    [InlineData("v1", "v2", true)]
    public void Extensions(string version, string? available, bool isOutdated)
    {
        DatabaseExtension extension = new() { Name = "x", Version = version, AvailableVersion = available, Schema = "public" };

        Assert.Equal(isOutdated, extension.IsOutdated);
        Judged(s_fine with { Extensions = [extension] }, "ExtensionOutdated", isOutdated ? Severity.Information : null);
    }

    [Theory]
    [InlineData((1L << 30) - 1, "16384", false)]
    [InlineData(1L << 30, "16384", true)]
    [InlineData(1L << 30, "16385", false)]
    public void A_small_cache_is_advised_against_where_the_database_is_large(long size, string value, bool isAdvised)
    {
        DatabaseSetting setting = new() { Name = "shared_buffers", Value = value, Unit = "8kB" };

        Assert.Equal(isAdvised, SettingAdvice.To(setting, s_fine with { SizeBytes = size }).Advice is not null);
        Assert.Equal($"shared_buffers = {value} x 8kB", setting.ToString());
    }

    private static void Judged(DatabaseOverview overview, string code, Severity? expected, bool isProduction = true)
    {
        IReadOnlyList<Finding> findings = OverviewJudgement.Of(overview, isProduction);

        if (expected is null)
        {
            Assert.Empty(findings);
            return;
        }

        Finding finding = Assert.Single(findings);
        Assert.Equal((code, expected), (finding.Code, finding.Severity));
        Assert.NotEmpty(finding.Reason);
        Assert.NotEmpty(finding.Evidence);
        Assert.Equal(s_now, finding.MeasuredAt);
    }
}
