using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;
using static XmrtOps.Database.Tables.TableThresholds;

namespace XmrtOps.Database.Tables;

/// <summary>What is wrong with a table, from its numbers alone.</summary>
internal static class TableJudgement
{
    /// <summary>The findings, worst first.</summary>
    public static IReadOnlyList<Finding> Judge(TableFacts facts) =>
    [
        .. new[]
        {
            DeadRows(facts), AnalyzeDue(facts), InsertVacuumDue(facts), AutovacuumDisabled(facts), Bloat(facts), NeverAnalysed(facts),
        }
            .Concat(facts.Sequences.Select(sequence => SequenceNearEnd(facts, sequence)))
            .OfType<Finding>()
            .OrderByDescending(finding => finding.Severity),
    ];

    // A partitioned table holds no rows: vacuum is its partitions' matter.
    private static bool HoldsRows(DatabaseTable table) => table.Kind is not (TableKind.Partitioned or TableKind.Foreign);

    private static string Sql(DatabaseTable table) => new RelationName(table.Schema, table.Name).ToSql();

    private static Finding? DeadRows(TableFacts facts)
    {
        DatabaseTable table = facts.Table;
        double limit = Math.Max(Overdue * facts.Vacuum.DeadRowsFor(table.EstimatedRows ?? 0), FewRows);
        return HoldsRows(table) && table.DeadRows > limit
            ? New(
                table,
                "DeadRows",
                Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{table.DeadRows:N0} dead rows take space and are read along; autovacuum should have come at "
                + $"{facts.Vacuum.DeadRowsFor(table.EstimatedRows ?? 0):N0}. An old transaction may hold them: Get-XmrtActivity."),
                Evidence(
                    ("DeadRows", table.DeadRows), ("EstimatedRows", table.EstimatedRows), ("Threshold", (long)limit),
                    ("LastVacuum", table.LastVacuum), ("LastAutovacuum", table.LastAutovacuum)),
                $"VACUUM (ANALYZE) {Sql(table)};")
            : null;
    }

    private static Finding? AnalyzeDue(TableFacts facts)
    {
        DatabaseTable table = facts.Table;
        double limit = Math.Max(Overdue * facts.Vacuum.ChangedRowsFor(table.EstimatedRows ?? 0), FewRows);
        return HoldsRows(table) && !facts.WasNeverAnalysed && table.ModifiedSinceAnalyze > limit
            ? New(
                table,
                "AnalyzeDue",
                Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{table.ModifiedSinceAnalyze:N0} rows changed since the last ANALYZE: the planner counts on old numbers."),
                Evidence(
                    ("ModifiedSinceAnalyze", table.ModifiedSinceAnalyze), ("EstimatedRows", table.EstimatedRows),
                    ("Threshold", (long)limit), ("LastAnalyze", table.LastAnalyze), ("LastAutoanalyze", table.LastAutoanalyze)),
                $"ANALYZE {Sql(table)};")
            : null;
    }

    private static Finding? InsertVacuumDue(TableFacts facts)
    {
        DatabaseTable table = facts.Table;
        if (!HoldsRows(table)
            || facts.Vacuum.NewRowsFor(table.EstimatedRows ?? 0, facts.FrozenShare) is not { } due
            || !(table.InsertedSinceVacuum > Math.Max(Overdue * due, FewRows)))
        {
            return null;
        }

        return New(
            table,
            "InsertVacuumDue",
            Severity.Information,
            string.Create(CultureInfo.InvariantCulture, $"{table.InsertedSinceVacuum:N0} rows are new since the last VACUUM: index-only scans read the table for them, "
            + $"and they have still to be frozen."),
            Evidence(
                ("InsertedSinceVacuum", table.InsertedSinceVacuum), ("EstimatedRows", table.EstimatedRows),
                ("Threshold", (long)Math.Max(Overdue * due, FewRows)),
                ("LastVacuum", table.LastVacuum), ("LastAutovacuum", table.LastAutovacuum)),
            $"VACUUM {Sql(table)};");
    }

    private static Finding? AutovacuumDisabled(TableFacts facts) => HoldsRows(facts.Table) && !facts.Vacuum.IsTableEnabled
        ? New(
            facts.Table,
            "AutovacuumDisabled",
            Severity.Warning,
            "Autovacuum is switched off for this table: dead rows stay, and statistics grow old.",
            Evidence(("autovacuum_enabled", false), ("DeadRows", facts.Table.DeadRows)),
            $"ALTER TABLE {Sql(facts.Table)} RESET (autovacuum_enabled);",
            $"ALTER TABLE {Sql(facts.Table)} SET (autovacuum_enabled = false);")
        : null;

    private static Finding? Bloat(TableFacts facts)
    {
        DatabaseTable table = facts.Table;
        return HoldsRows(table) && table.BloatRatio >= BloatRatio && table.BloatEstimateBytes >= BloatBytes
            ? New(
                table,
                "Bloat",
                Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"About {table.BloatEstimateBytes / (1 << 20):N0} MB of the table hold no rows: it is {table.BloatRatio:N1} "
                + $"times as big as it has to be. VACUUM makes the space usable again; only a rewrite (pg_repack, or VACUUM "
                + $"FULL, which locks the table) gives it back."),
                Evidence(
                    ("BloatEstimateBytes", table.BloatEstimateBytes), ("BloatRatio", table.BloatRatio),
                    ("TableBytes", table.TableBytes), ("ThresholdRatio", BloatRatio), ("ThresholdBytes", BloatBytes)),
                $"VACUUM (ANALYZE) {Sql(table)};",
                confidence: Confidence.Medium)
            : null;
    }

    private static Finding? NeverAnalysed(TableFacts facts)
    {
        DatabaseTable table = facts.Table;
        return facts.WasNeverAnalysed && table.Kind != TableKind.Foreign && table.TableBytes >= UnanalysedBytes
            ? New(
                table,
                "NeverAnalysed",
                Severity.Warning,
                table.Kind == TableKind.Partitioned
                    ? "It was never analysed as a whole, and autovacuum analyses partitions only: the planner guesses."
                    : "It was never analysed: the planner guesses.",
                Evidence(("TableBytes", table.TableBytes), ("Threshold", UnanalysedBytes)),
                $"ANALYZE {Sql(table)};")
            : null;
    }

    private static Finding? SequenceNearEnd(TableFacts facts, SequenceUse sequence) =>
        sequence.UsedPercent >= SequenceWarningPercent
            ? New(
                facts.Table,
                "SequenceNearEnd",
                sequence.UsedPercent >= SequenceCriticalPercent ? Severity.Critical : Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{sequence.UsedPercent:N1} % of the numbers for column {sequence.Column} ({sequence.ColumnType}) are used: at "
                + $"{sequence.EndsAt:N0} every INSERT fails. The change of type rewrites the table under a lock: plan for it."),
                Evidence(
                    ("Column", sequence.Column), ("Sequence", sequence.Sequence), ("LastValue", sequence.StandsAt),
                    ("Maximum", sequence.EndsAt), ("UsedPercent", sequence.UsedPercent),
                    ("ThresholdPercent", SequenceWarningPercent)),
                $"ALTER TABLE {Sql(facts.Table)} ALTER COLUMN {DatabaseTransaction.QuoteIdentifier(sequence.Column)} TYPE bigint; "
                + $"ALTER SEQUENCE {RelationName.Parse(sequence.Sequence).ToSql()} AS bigint;")
            : null;

    private static Dictionary<string, object?> Evidence(params (string Name, object? Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    private static Finding New(
        DatabaseTable table,
        string code,
        Severity severity,
        string reason,
        Dictionary<string, object?> evidence,
        string remedy,
        string? undo = null,
        Confidence confidence = Confidence.High) => new()
        {
            Code = code,
            Severity = severity,
            Confidence = confidence,
            Reason = reason,
            Evidence = evidence,
            Remedy = remedy,
            Undo = undo,
            MeasuredAt = table.MeasuredAt,
        };
}
