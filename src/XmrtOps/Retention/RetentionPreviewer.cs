using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>Looks at what a plan would do, without changing anything.</summary>
internal static class RetentionPreviewer
{
    /// <exception cref="XmrtException">RowsStillReferenced, and those of running SQL.</exception>
    public static async Task<RetentionPreview> ReadAsync(
        XmrtConnection connection, RetentionPlan plan, RetentionRequest request, INotices notices, CancellationToken cancellation)
    {
        RetentionCounts counts = await RetentionCounts.ReadAsync(connection, plan, notices, cancellation);
        for (int i = 0; i < plan.References.Count; i++)
        {
            if (plan.References[i].Action == CascadeAction.Restrict && counts.References[i] is > 0 and { } rows)
            {
                throw Errors.RowsStillReferenced(
                    connection.Database.Target, plan.Table.ToString(), plan.References[i].Table.ToString(), rows);
            }
        }

        RetentionSurroundings surroundings = await RetentionSurroundings.ReadAsync(
            connection, plan, request, notices, cancellation);
        return new RetentionPreview
        {
            Connection = connection.Name,
            Table = RetentionCascade.Shown(plan.Table),
            TimeColumn = plan.TimeColumn,
            Cutoff = plan.Cutoff.ToLocalTime(),
            Criterion = Criterion(plan, request),
            Rows = counts.Rows,
            EstimatedTotalRows = surroundings.EstimatedRows,
            OldestAt = counts.OldestAt,
            NullTimeRows = counts.NullTimes,
            PendingRows = plan.Filter.Queue is null ? null : counts.Pending,
            StuckRows = plan.Filter.Queue is null ? null : counts.Stuck,
            KeepsPending = plan.Filter.Queue?.IsKept == true,
            Cascades = [.. plan.References.Zip(counts.References, (edge, count) => RetentionCascade.From(edge, plan, count))],
            Partitions = [.. plan.Partitions.Select(partition => RetentionCascade.Shown(partition.Table))],
            Strategy = plan.Leaves.Count == 0 ? null
                : plan.Leaves.Any(leaf => leaf.Strategy == RetentionStrategy.PageRanges) ? RetentionStrategy.PageRanges
                : RetentionStrategy.IndexOrder,
            Findings = RetentionFindings.Of(plan, request, counts, surroundings),
            MeasuredAt = plan.MadeAt,
        };
    }

    private static string Criterion(RetentionPlan plan, RetentionRequest request)
    {
        string before = string.Create(CultureInfo.CurrentCulture, $"before {plan.Cutoff.ToLocalTime():g}");
        return request.Activity switch
        {
            ActivitySource.LastMessage => $"neither {plan.TimeColumn} nor a message is newer: {before}",
            ActivitySource.UpdatedAt => $"is_active is false, {plan.TimeColumn} {before}",
            _ when plan.Filter.Queue is { IsKept: true } => $"{plan.TimeColumn} {before}, work done",
            _ => $"{plan.TimeColumn} {before}",
        };
    }
}
