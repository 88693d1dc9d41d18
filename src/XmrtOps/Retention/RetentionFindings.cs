using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Retention;

/// <summary>Judges what was read before a deletion: what one would want to know before saying yes.</summary>
internal static class RetentionFindings
{
    private const long SmallTablePages = 1000;

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    public static IReadOnlyList<Finding> Of(
        RetentionPlan plan, RetentionRequest request, RetentionCounts counts, RetentionSurroundings surroundings) =>
    [
        .. All(plan, request, counts, surroundings)
            .Select(finding => finding with { MeasuredAt = plan.MadeAt })
            .OrderByDescending(finding => finding.Severity),
    ];

    private static IEnumerable<Finding> All(
        RetentionPlan plan, RetentionRequest request, RetentionCounts counts, RetentionSurroundings surroundings) =>
        Counting(plan, counts)
            .Concat(Queue(plan, counts))
            .Concat(References(plan, counts))
            .Concat(request.Activity is null ? [] : SessionFindings.Of(plan, request, surroundings))
            .Concat(Indexes(plan, request))
            .Concat(ServerFindings.Of(surroundings));

    private static IEnumerable<Finding> Counting(RetentionPlan plan, RetentionCounts counts)
    {
        if (counts.Rows is null)
        {
            yield return New(
                "CountTimedOut",
                Severity.Warning,
                $"Counting the rows of {plan.Table} took longer than a minute: how many would go is not known.") with
            {
                Confidence = Confidence.None,
                Remedy = "Limit the run by -MaximumRows or -MaximumDuration; it can be repeated until it is complete.",
            };
        }

        if (counts.NullTimes > 0)
        {
            yield return New(
                "NullTimes",
                Severity.Information,
                string.Create(Culture, $"{counts.NullTimes:N0} rows have no {plan.TimeColumn}: they never fall due, and stay.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Rows"] = counts.NullTimes },
            };
        }
    }

    private static IEnumerable<Finding> Queue(RetentionPlan plan, RetentionCounts counts)
    {
        if (plan.Filter.Queue is not { } queue || counts.Pending is not (> 0 and { } pending))
        {
            yield break;
        }

        string stuck = counts.Stuck > 0
            ? string.Create(Culture, $" {counts.Stuck:N0} of them were made by a trigger, and no dispatcher ever picks them up.")
            : "";
        yield return queue.IsKept
            ? New("PendingKept", Severity.Information, string.Create(Culture, $"{pending:N0} old rows are still pending in the work queue and stay.{stuck}")) with
            {
                Remedy = "-IncludePending deletes them too, and their work is never done.",
            }
            : New("PendingDeleted", Severity.Warning, string.Create(Culture, $"{pending:N0} of the rows are still pending in the work queue: their work would never be done.{stuck}")) with
            {
                Remedy = "Leave out -IncludePending to keep them.",
            };
    }

    private static IEnumerable<Finding> References(RetentionPlan plan, RetentionCounts counts)
    {
        for (int i = 0; i < plan.References.Count; i++)
        {
            CascadeEdge edge = plan.References[i];
            string columns = string.Join(", ", edge.Columns);
            if (edge is { Action: CascadeAction.Orphan, IsDeleted: false } && counts.References[i] is > 0 and { } orphans)
            {
                yield return New(
                    "Orphans",
                    Severity.Warning,
                    string.Create(Culture, $"{orphans:N0} rows of {RetentionCascade.Shown(edge.Table)} refer by {columns} to rows that go, without a foreign key: they stay behind.")) with
                {
                    Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Table"] = edge.Table.ToString(), ["Rows"] = orphans },
                    Remedy = "-IncludeOrphaned deletes them too.",
                };
            }

            if (!edge.IsIndexed && (edge.Constraint is not null || edge.IsDeleted))
            {
                yield return New(
                    "MissingCascadeIndex",
                    Severity.Warning,
                    $"No index of {RetentionCascade.Shown(edge.Table)} leads with {columns}: every deleted row costs a scan of it.") with
                {
                    Remedy = $"New-XmrtIndex -Table {Quoted(RetentionCascade.Shown(edge.Table))} -Column {string.Join(", ", edge.Columns.Select(Quoted))}",
                };
            }
        }
    }

    private static IEnumerable<Finding> Indexes(RetentionPlan plan, RetentionRequest request)
    {
        RetentionLeaf[] unordered = [.. plan.Leaves.Where(leaf => leaf.Strategy == RetentionStrategy.PageRanges && leaf.Pages > SmallTablePages)];
        if (unordered.Length > 0 && request.Activity is null)
        {
            yield return New(
                "MissingTimeIndex",
                Severity.Information,
                $"No index of {RetentionCascade.Shown(plan.Table)} leads with {plan.TimeColumn}: the table is gone through once, "
                + "page by page. A short run that is repeated often would be quicker with one.") with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Pages"] = unordered.Sum(leaf => leaf.Pages) },
                Remedy = $"New-XmrtIndex -Table {Quoted(RetentionCascade.Shown(plan.Table))} -Column {Quoted(plan.TimeColumn)}",
            };
        }
    }

    internal static Finding New(string code, Severity severity, string reason) =>
        new() { Code = code, Severity = severity, Reason = reason };

    private static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
