using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;
using static XmrtOps.Database.Indexes.IndexThresholds;

namespace XmrtOps.Database.Indexes;

/// <summary>What is wrong with an index, from its numbers and those of its neighbours alone.</summary>
internal static class IndexJudgement
{
    /// <summary>The findings, worst first.</summary>
    /// <param name="index">What is judged.</param>
    /// <param name="ofTable">All indexes of its table.</param>
    /// <param name="statistics">What the numbers rest on.</param>
    public static IReadOnlyList<Finding> Judge(
        IndexFacts index, IReadOnlyList<IndexFacts> ofTable, IndexStatistics statistics) =>
    [
        .. new[]
        {
            Invalid(index),
            Duplicate(index, ofTable) ?? Overlapping(index, ofTable),
            Unused(index, statistics),
            Bloated(index),
        }.OfType<Finding>().OrderByDescending(finding => finding.Severity),
    ];

    /// <summary>It was never scanned, is big enough to matter, and nothing but queries needs it.</summary>
    public static bool LooksUnused(IndexFacts index) =>
        index.Index is
        {
            Scans: 0, SizeBytes: >= UnusedBytes, IsUnique: false, IsPrimary: false, BacksConstraint: null,
            IsReplicaIdentity: false, Parent: null, IsValid: true, IsBuilding: false,
        }
        // ANALYZE gathers statistics of expressions only for an index: the planner uses them without a scan.
        && index is { IsExclusion: false, BacksForeignKey: false, HasExpressions: false };

    private static Finding? Unused(IndexFacts index, IndexStatistics statistics)
    {
        if (!LooksUnused(index) || statistics.Age < YoungStatistics)
        {
            return null;
        }

        bool isSettled = statistics.Age >= SettledStatistics;
        bool hasOtherReaders = statistics.IsReplica || statistics.Replicas > 0;
        string others = statistics.IsReplica
            ? "This is a replica: what the primary scans is counted there."
            : statistics.Replicas > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{statistics.Replicas:N0} replica(s) may use it, whose scans are counted there: look at each.")
                : "No replica is known that could use it.";
        string since = statistics.Since is null
            ? "since the server started (the counters were never reset; a crash would have cleared them)"
            : "since the counters were reset";
        return New(
            index,
            "Unused",
            isSettled && !hasOtherReaders ? Severity.Warning : Severity.Information,
            isSettled && !hasOtherReaders && statistics.Since is not null ? Confidence.Medium : Confidence.Low,
            string.Create(
                CultureInfo.InvariantCulture,
                $"No scan in {statistics.Age.TotalDays:N0} days, {since}; every write maintains it. {others} An index made "
                + $"since then has had less time."),
            new(StringComparer.Ordinal)
            {
                ["Scans"] = index.Index.Scans,
                ["SizeBytes"] = index.Index.SizeBytes,
                ["ThresholdBytes"] = UnusedBytes,
                ["StatisticsDays"] = Math.Round(statistics.Age.TotalDays, 1),
                ["ThresholdDays"] = YoungStatistics.TotalDays,
                ["SettledDays"] = SettledStatistics.TotalDays,
                ["Replicas"] = statistics.Replicas,
                ["IsReplica"] = statistics.IsReplica,
            },
            IndexRemedy.Drop(index.Index),
            IndexRemedy.Recreate(index.Index));
    }

    private static Finding? Duplicate(IndexFacts index, IReadOnlyList<IndexFacts> ofTable) =>
        IndexComparison.DuplicateOf(index, ofTable) is { } keeper
            ? Redundant(
                index,
                keeper,
                "Duplicate",
                Severity.Warning,
                Confidence.High,
                $"{Name(keeper.Index)} does the same{Role(keeper.Index)}: this one is only maintained along.")
            : null;

    private static Finding? Overlapping(IndexFacts index, IReadOnlyList<IndexFacts> ofTable) =>
        IndexComparison.PrefixedBy(index, ofTable) is { } wider
            ? Redundant(
                index,
                wider,
                "Overlapping",
                Severity.Information,
                // Being the smaller one it may be the faster one.
                Confidence.Medium,
                $"{Name(wider.Index)} ({string.Join(", ", wider.Index.Columns)}) begins with the same columns and can take "
                + "its place.")
            : null;

    private static Finding Redundant(
        IndexFacts index, IndexFacts keeper, string code, Severity severity, Confidence confidence, string reason) => New(
        index,
        code,
        severity,
        confidence,
        reason,
        new(StringComparer.Ordinal)
        {
            ["KeptIndex"] = Name(keeper.Index),
            ["KeptConstraint"] = keeper.Index.BacksConstraint,
            ["Columns"] = string.Join(", ", index.Index.Columns),
            ["KeptColumns"] = string.Join(", ", keeper.Index.Columns),
            ["SizeBytes"] = index.Index.SizeBytes,
        },
        IndexRemedy.Drop(index.Index),
        IndexRemedy.Recreate(index.Index));

    // The index of a partitioned table is invalid until one of each partition has been attached.
    private static Finding? Invalid(IndexFacts index) =>
        index.Index is { IsValid: false, IsBuilding: false, IsPartitioned: false }
            ? New(
                index,
                "Invalid",
                index.Index.IsReady ? Severity.Warning : Severity.Information,
                Confidence.High,
                index.Index.IsReady
                    ? "A build ended half-way: no query uses it, and every write maintains it. REINDEX finishes it; "
                        + "dropping it is right where it is not wanted any more."
                    : "A build or a drop ended half-way: nothing uses or maintains it. It only takes the name.",
                new(StringComparer.Ordinal)
                {
                    ["IsValid"] = false,
                    ["IsReady"] = index.Index.IsReady,
                    ["SizeBytes"] = index.Index.SizeBytes,
                },
                index.Index.IsReady && !IndexRemedy.IsLeftover(index.Index)
                    ? IndexRemedy.Rebuild(index.Index)
                    : IndexRemedy.Drop(index.Index),
                IndexRemedy.Recreate(index.Index))
            : null;

    private static Finding? Bloated(IndexFacts index) =>
        index.Index is { BloatRatio: >= BloatRatio, BloatEstimateBytes: >= BloatBytes, IsValid: true, IsBuilding: false }
            ? New(
                index,
                "Bloated",
                Severity.Warning,
                Confidence.Medium,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"About {index.Index.BloatEstimateBytes / (1 << 20):N0} MB of it are empty: it is {index.Index.BloatRatio:N1} "
                    + $"times as big as a fresh one."),
                new(StringComparer.Ordinal)
                {
                    ["BloatEstimateBytes"] = index.Index.BloatEstimateBytes,
                    ["BloatRatio"] = index.Index.BloatRatio,
                    ["SizeBytes"] = index.Index.SizeBytes,
                    ["ThresholdRatio"] = BloatRatio,
                    ["ThresholdBytes"] = BloatBytes,
                },
                IndexRemedy.Rebuild(index.Index),
                undo: null)
            : null;

    private static string Role(DatabaseIndex keeper) => keeper switch
    {
        { BacksConstraint: { } constraint } => $", and constraint {constraint} needs it",
        { IsUnique: true } => ", and keeps keys unique",
        _ => "",
    };

    private static string Name(DatabaseIndex index) => new RelationName(index.Schema, index.Name).ToString();

    private static Finding New(
        IndexFacts index,
        string code,
        Severity severity,
        Confidence confidence,
        string reason,
        Dictionary<string, object?> evidence,
        string remedy,
        string? undo) => new()
        {
            Code = code,
            Severity = severity,
            Confidence = confidence,
            Reason = reason,
            Evidence = evidence,
            Remedy = remedy,
            Undo = undo,
            MeasuredAt = index.Index.MeasuredAt,
        };
}
