using System.Reflection;
using CsCheck;
using XmrtOps.Database.Baselines;
using XmrtOps.Faults;
using XmrtOps.Findings;

namespace XmrtOps.Tests.Database.Baselines;

public sealed class SnapshotComparisonTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<StatementCounters> s_counters = Gen.Select(
        Gen.Long[0, 1000], Gen.Double[0, 1e6], Gen.Long[0, 1000], Gen.Double[0, 1e4], Gen.Long[0, 500], Gen.Bool,
        (calls, total, rows, io, blocks, isOld) => new StatementCounters
        {
            Calls = calls,
            TotalMs = calls == 0 ? 0 : total,
            Rows = rows,
            PlanMs = isOld ? null : io,
            ReadMs = io,
            WriteMs = io / 3,
            SharedBlocksHit = blocks,
            SharedBlocksRead = blocks / 2,
            TempBlocksWritten = blocks / 3,
            WalBytes = isOld ? null : blocks * 8192,
        });

    private static readonly Gen<StatementEntry> s_entry = Gen.Select(
        Gen.Long[1, 3], Gen.Long[-4, 6], Gen.Int[0, 2], s_counters, Gen.Int[-500, 500], Gen.Bool,
        (role, id, level, counters, since, hasRole) => new StatementEntry
        {
            RoleOid = role,
            Role = hasRole ? $"role{role}" : null,
            QueryId = id < -2 ? null : id,
            IsTopLevel = level == 0 ? null : level == 1,
            Query = id < 0 ? null : $"SELECT {id}, $1",
            Counters = counters,
            CountedSince = since < 0 ? null : s_start.AddSeconds(since - 250),
        });

    private static readonly Gen<StatementSnapshot> s_snapshot = Gen.Select(
        s_entry.Array[0, 12], Gen.Int[0, 3], Gen.Int[13, 15], Gen.Long[1, 2], Gen.Int[-100, 100], Gen.Long[0, 5], Gen.Bool,
        (entries, system, major, database, since, evictions, isStandby) => Snapshot(entries) with
        {
            Baseline = Baseline("x") with
            {
                SystemIdentifier = system == 0 ? null : system.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ServerVersionNumber = major * 10000,
                DatabaseOid = database,
                CountedSince = since < 0 ? null : s_start.AddSeconds(since - 50),
                Evictions = since < 0 ? null : evictions,
                IsInRecovery = isStandby,
                HiddenStatements = entries.Count(entry => entry.IsHidden),
            },
        });

    [Fact]
    public void Whatever_is_compared_no_number_is_negative_or_none()
    {
        Gen.Select(s_snapshot, s_snapshot, Gen.Int[1, 5000]).Sample((before, after, seconds) =>
        {
            SnapshotComparison comparison = SnapshotComparison.Of(
                before, after with { Baseline = after.Baseline with { Name = "now", TakenAt = s_start.AddSeconds(seconds) } });
            return NegativesOf(comparison.Interval).Concat(comparison.Changes.SelectMany(change => NegativesOf(change))).FirstOrDefault() is null;
        });
    }

    [Fact]
    public void What_has_grown_is_the_difference_statement_by_statement_and_in_sum()
    {
        Gen.Select(s_counters.Array[1, 20], s_counters.Array[20]).Sample((before, added) =>
        {
            StatementSnapshot reference = Snapshot([.. before.Select((c, i) => Entry(i, c with { PlanMs = 0, WalBytes = 0 }))]);
            StatementSnapshot difference = Snapshot(
                [.. before.Select((c, i) => Entry(i, c with { PlanMs = 0, WalBytes = 0 } + (added[i] with { PlanMs = 1, WalBytes = 1 })))], 60);
            SnapshotComparison comparison = SnapshotComparison.Of(reference, difference);
            return comparison.Interval.Validity == ComparisonValidity.Valid
                && comparison.Interval.Calls == added.Take(before.Length).Sum(c => c.Calls)
                && comparison.Changes.All(change => change.Calls == added[int.Parse(change.QueryId!, null)].Calls);
        });
    }

    [Theory]
    [InlineData(20, 20, 100, 150, QueryChangeState.Slower)]
    [InlineData(19, 20, 100, 150, QueryChangeState.Unchanged)]
    [InlineData(20, 19, 100, 150, QueryChangeState.Unchanged)]
    [InlineData(20, 20, 100, 149, QueryChangeState.Unchanged)]
    [InlineData(20, 20, 10, 15, QueryChangeState.Slower)]
    [InlineData(20, 20, 9, 13.9, QueryChangeState.Unchanged)]
    [InlineData(20, 20, 150, 100, QueryChangeState.Faster)]
    [InlineData(20, 20, 149, 100, QueryChangeState.Unchanged)]
    [InlineData(20, 20, 13.9, 9, QueryChangeState.Unchanged)]
    [InlineData(20, 20, 0, 10, QueryChangeState.Slower)]
    public void Calls_ratio_and_added_time_decide_together(
        long callsBefore, long calls, double meanBefore, double mean, QueryChangeState expected)
    {
        StatementCounters before = new() { Calls = callsBefore, TotalMs = callsBefore * meanBefore };
        StatementSnapshot reference = Snapshot([Entry(1, before)]);
        StatementSnapshot difference = Snapshot([Entry(1, before + new StatementCounters { Calls = calls, TotalMs = calls * mean })], 60);

        QueryChange change = Assert.Single(SnapshotComparison.Of(reference, difference).Changes);

        Assert.Equal(expected, change.State);
        Assert.Equal(expected == QueryChangeState.Slower ? 1 : 0, change.Findings.Count);
    }

    [Theory]
    [InlineData(499, Severity.Warning)]
    [InlineData(500, Severity.Critical)]
    public void A_slower_statement_is_critical_from_half_a_second(double mean, Severity severity)
    {
        Assert.Equal(severity, QueryChangeThresholds.SeverityOf(mean));
    }

    [Fact]
    public void The_later_one_has_to_be_later()
    {
        StatementSnapshot same = Snapshot([]);

        XmrtException fault = Assert.Throws<XmrtException>(() => SnapshotComparison.Of(same, same));

        Assert.Equal("BaselineOrder", fault.ErrorId);
    }

    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("SELECT  a,\n\tb -- why\nFROM t ;", "SELECT a, b FROM t")]
    [InlineData("/* a /* nested */ one */ SELECT $1", "SELECT $")]
    [InlineData("SELECT * FROM t WHERE x IN ($1, $2, $3) AND y = $4", "SELECT * FROM t WHERE x IN ($) AND y = $")]
    [InlineData("SELECT * FROM t WHERE x IN ($1 /*, ... */) AND y = $2", "SELECT * FROM t WHERE x IN ($) AND y = $")]
    [InlineData("SELECT ' -- no  comment', \"odd  $1 name\"", "SELECT ' -- no  comment', \"odd  $1 name\"")]
    [InlineData("SELECT 'open", "SELECT 'open")]
    [InlineData("SELECT 1 /* open", "SELECT 1")]
    public void A_text_is_known_by_what_is_not_layout(string text, string expected)
    {
        Assert.Equal(expected, QueryFingerprint.Of(text));
    }

    private static IEnumerable<string> NegativesOf(object record) =>
        from property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let value = property.GetValue(record)
        where value is < 0L or < 0 or (double and (< 0 or double.NaN or double.PositiveInfinity))
        select property.Name;

    private static StatementEntry Entry(long id, StatementCounters counters) =>
        new() { RoleOid = 10, Role = "app", QueryId = id, IsTopLevel = true, Query = $"SELECT {id}", Counters = counters };

    private static StatementSnapshot Snapshot(StatementEntry[] entries, int seconds = 0)
    {
        EntryCollector collected = new();
        Array.ForEach(entries, collected.Add);
        return new StatementSnapshot(Baseline("x") with { TakenAt = s_start.AddSeconds(seconds) }, collected.All);
    }

    private static QueryBaseline Baseline(string name) => new()
    {
        Name = name,
        Connection = "db",
        TakenAt = s_start,
        Target = "db.example.net:5432/postgres",
        DatabaseName = "postgres",
        DatabaseOid = 5,
        SystemIdentifier = "1",
        Role = "postgres",
        ServerVersion = "15.8",
        ServerVersionNumber = 150008,
        ExtensionVersion = "1.10",
        StartedAt = s_start.AddDays(-1),
        CountedSince = s_start.AddDays(-1),
        Evictions = 0,
    };
}
