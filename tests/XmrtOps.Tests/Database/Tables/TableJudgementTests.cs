using System.Globalization;
using XmrtOps.Database.Tables;
using XmrtOps.Findings;

namespace XmrtOps.Tests.Database.Tables;

public sealed class TableJudgementTests
{
    private static readonly DatabaseTable s_sound = new()
    {
        Connection = "db",
        Schema = "public",
        Name = "t",
        TableBytes = 1 << 30,
        TotalBytes = 1 << 30,
        EstimatedRows = 1_000_000,
        DeadRows = 0,
        ModifiedSinceAnalyze = 0,
        InsertedSinceVacuum = 0,
        BloatRatio = 1.1,
        BloatEstimateBytes = 10 << 20,
    };

    [Fact]
    public void A_sound_table_has_no_finding() => Assert.Empty(Judge(s_sound));

    // 1.2 x (50 + 0.2 x 1,000,000)
    [Theory]
    [InlineData(240_060, false)]
    [InlineData(240_061, true)]
    public void Dead_rows_count_from_a_fifth_over_autovacuums_own_threshold(long dead, bool isFound) =>
        AssertFound("DeadRows", isFound, Judge(s_sound with { DeadRows = dead }));

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void Few_dead_rows_are_nothing_whatever_their_share(long dead, bool isFound) =>
        AssertFound("DeadRows", isFound, Judge(s_sound with { EstimatedRows = 10, DeadRows = dead }));

    // 1.2 x (100 + 0.01 x 1,000,000)
    [Theory]
    [InlineData(12_120, false)]
    [InlineData(12_121, true)]
    public void The_tables_own_parameters_come_first(long dead, bool isFound) => AssertFound(
        "DeadRows",
        isFound,
        Judge(
            s_sound with { DeadRows = dead },
            new VacuumSettings().With(["fillfactor=90", "autovacuum_vacuum_scale_factor=0.01", "autovacuum_vacuum_threshold=100"])));

    [Theory]
    [InlineData(60_000, false)]
    [InlineData(60_001, true)]
    public void PostgreSQL_18_caps_the_threshold(long dead, bool isFound) => AssertFound(
        "DeadRows", isFound, Judge(s_sound with { DeadRows = dead }, new VacuumSettings { VacuumMaximum = 50_000 }));

    // 1.2 x (50 + 0.1 x 1,000,000)
    [Theory]
    [InlineData(120_060, false)]
    [InlineData(120_061, true)]
    public void Changed_rows_are_measured_by_the_threshold_of_analyze(long changed, bool isFound) =>
        AssertFound("AnalyzeDue", isFound, Judge(s_sound with { ModifiedSinceAnalyze = changed }));

    // 1.2 x (1,000 + 0.2 x 1,000,000 x unfrozen)
    [Theory]
    [InlineData(241_200, 0, false)]
    [InlineData(241_201, 0, true)]
    [InlineData(121_200, 0.5, false)]
    [InlineData(121_201, 0.5, true)]
    public void New_rows_are_measured_by_the_threshold_of_inserts(long inserted, double frozen, bool isFound) => AssertFound(
        "InsertVacuumDue", isFound, Judge(s_sound with { InsertedSinceVacuum = inserted }, frozen: frozen));

    [Fact]
    public void New_rows_are_nothing_where_inserts_cause_no_vacuum() => Assert.Empty(
        Judge(s_sound with { InsertedSinceVacuum = 1_000_000 }, new VacuumSettings().With(["autovacuum_vacuum_insert_threshold=-1"])));

    [Theory]
    [InlineData("false", true)]
    [InlineData("off", true)]
    [InlineData("0", true)]
    [InlineData("no", true)]
    [InlineData("true", false)]
    [InlineData("on", false)]
    [InlineData("1", false)]
    [InlineData("y", false)]
    public void Autovacuum_that_is_switched_off_is_found_however_it_was_written(string value, bool isFound)
    {
        IReadOnlyList<Finding> findings = Judge(s_sound, new VacuumSettings().With([$"autovacuum_enabled={value}"]));

        AssertFound("AutovacuumDisabled", isFound, findings);
        if (isFound)
        {
            Assert.Equal("ALTER TABLE \"public\".\"t\" RESET (autovacuum_enabled);", findings[0].Remedy);
            Assert.Equal("ALTER TABLE \"public\".\"t\" SET (autovacuum_enabled = false);", findings[0].Undo);
        }
    }

    [Theory]
    [InlineData(2.0, 100L << 20, true)]
    [InlineData(1.99, 100L << 20, false)]
    [InlineData(2.0, (100L << 20) - 1, false)]
    [InlineData(null, null, false)]
    public void Bloat_counts_from_twice_the_size_and_100_MB_on(double? ratio, long? bytes, bool isFound)
    {
        IReadOnlyList<Finding> findings = Judge(s_sound with { BloatRatio = ratio, BloatEstimateBytes = bytes });

        AssertFound("Bloat", isFound, findings);
        Assert.All(findings, finding => Assert.Equal(Confidence.Medium, finding.Confidence));
    }

    [Theory]
    [InlineData(TableKind.Table, (1L << 20) - 1, false)]
    [InlineData(TableKind.Table, 1L << 20, true)]
    [InlineData(TableKind.Partitioned, 1L << 20, true)]
    [InlineData(TableKind.Foreign, 1L << 20, false)]
    public void A_table_that_was_never_analysed_counts_from_1_MB_on(TableKind kind, long bytes, bool isFound) => AssertFound(
        "NeverAnalysed",
        isFound,
        TableJudgement.Judge(new TableFacts
        {
            Table = s_sound with { Kind = kind, TableBytes = bytes, EstimatedRows = null },
            WasNeverAnalysed = true,
        }));

    [Theory]
    [InlineData(1_717_986_917, null)]
    [InlineData(1_717_986_918, Severity.Warning)]
    [InlineData(1_932_735_282, Severity.Warning)]
    [InlineData(1_932_735_283, Severity.Critical)]
    public void A_sequence_is_a_warning_from_80_percent_on_and_critical_from_90(int last, Severity? expected)
    {
        IReadOnlyList<Finding> findings = TableJudgement.Judge(new TableFacts
        {
            Table = s_sound,
            Sequences = [new SequenceUse("Order No", "integer", "public.t_id_seq", int.MaxValue, last)],
        });

        Assert.Equal(expected, findings.Count == 0 ? null : findings[0].Severity);
        if (expected is not null)
        {
            Assert.Equal(
                "ALTER TABLE \"public\".\"t\" ALTER COLUMN \"Order No\" TYPE bigint; "
                + "ALTER SEQUENCE \"public\".\"t_id_seq\" AS bigint;",
                findings[0].Remedy);
        }
    }

    [Fact]
    public void A_sequence_that_counts_down_ends_at_its_lowest_number() => Assert.Equal(
        100d, new SequenceUse("id", "smallint", "s", -32768, -32768).UsedPercent);

    [Fact]
    public void An_unknown_position_is_no_finding() => Assert.Empty(TableJudgement.Judge(new TableFacts
    {
        Table = s_sound,
        Sequences = [new SequenceUse("id", "integer", "public.t_id_seq", int.MaxValue, null)],
    }));

    [Fact]
    public void A_partitioned_table_is_not_vacuumed_itself() => Assert.Empty(Judge(s_sound with
    {
        Kind = TableKind.Partitioned,
        DeadRows = 900_000,
        ModifiedSinceAnalyze = 900_000,
        InsertedSinceVacuum = 900_000,
        BloatRatio = 9,
        BloatEstimateBytes = 1L << 40,
    }));

    [Fact]
    public void The_worst_comes_first_and_each_says_its_threshold()
    {
        IReadOnlyList<Finding> findings = TableJudgement.Judge(new TableFacts
        {
            Table = s_sound with { DeadRows = 900_000, InsertedSinceVacuum = 900_000 },
            Sequences = [new SequenceUse("id", "integer", "public.t_id_seq", int.MaxValue, int.MaxValue)],
        });

        Assert.Equal(["SequenceNearEnd", "DeadRows", "InsertVacuumDue"], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Contains(
            finding.Evidence.Keys, key => key.StartsWith("Threshold", StringComparison.Ordinal)));
        Assert.All(findings, finding => Assert.NotNull(finding.Remedy));
    }

    [Fact]
    public void Reasons_do_not_depend_on_the_readers_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Contains(
                "900,000 dead rows", Judge(s_sound with { DeadRows = 900_000 })[0].Reason, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyList<Finding> Judge(DatabaseTable table, VacuumSettings? vacuum = null, double frozen = 0) =>
        TableJudgement.Judge(new TableFacts { Table = table, Vacuum = vacuum ?? new VacuumSettings(), FrozenShare = frozen });

    private static void AssertFound(string code, bool isFound, IReadOnlyList<Finding> findings) =>
        Assert.Equal(isFound ? [code] : Array.Empty<string>(), findings.Select(finding => finding.Code));
}
