using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Baselines;

/// <summary>Compares baselines with each other or with the present, and says what the numbers leave out.</summary>
internal static class BaselineComparer
{
    /// <summary>A baseline against what the server has counted by now.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="reference">Null: the newest baseline of this database.</param>
    /// <param name="notices">Told how far the numbers hold.</param>
    /// <param name="cancellation">Forwarded.</param>
    /// <exception cref="XmrtException">NoBaseline, BaselineNotFound, BaselineAmbiguous, BaselineDamaged, and those of reading.</exception>
    public static async Task<SnapshotComparison> WithNowAsync(
        XmrtConnection connection, QueryBaselineArgument? reference, INotices notices, CancellationToken cancellation)
    {
        BaselineStore store = BaselineStore.Default;
        BaselineSelection known = new(await store.ListAsync(cancellation));
        StatementSnapshot now = await SnapshotReader.ReadAsync(connection, notices, cancellation);
        QueryBaseline before = reference is null ? known.NewestOf(now.Baseline) : known.Named(reference, now.Baseline);
        return Compare(await store.LoadAsync(before, cancellation), now, notices);
    }

    /// <summary>Two baselines. No server is asked.</summary>
    /// <param name="connection">Name of the connection whose baselines are meant first; null for none.</param>
    /// <param name="reference">Null: the one before <paramref name="difference"/>.</param>
    /// <param name="difference">The later one.</param>
    /// <param name="notices">Told how far the numbers hold.</param>
    /// <param name="cancellation">Forwarded.</param>
    /// <exception cref="XmrtException">NoBaseline, BaselineNotFound, BaselineAmbiguous, BaselineDamaged, and those of the state.</exception>
    public static async Task<SnapshotComparison> SavedAsync(
        string? connection,
        QueryBaselineArgument? reference,
        QueryBaselineArgument difference,
        INotices notices,
        CancellationToken cancellation)
    {
        BaselineStore store = BaselineStore.Default;
        IReadOnlyList<QueryBaseline> all = await store.ListAsync(cancellation);
        BaselineSelection known = new(all);
        QueryBaseline after = known.Named(difference, connection);
        QueryBaseline before = reference is null
            ? new BaselineSelection([.. all.Where(baseline => baseline.TakenAt < after.TakenAt)]).NewestOf(after)
            : known.Named(reference, after);
        return Compare(await store.LoadAsync(before, cancellation), await store.LoadAsync(after, cancellation), notices);
    }

    private static SnapshotComparison Compare(StatementSnapshot reference, StatementSnapshot difference, INotices notices)
    {
        SnapshotComparison comparison = SnapshotComparison.Of(reference, difference);
        foreach (string reason in comparison.Interval.ValidityReason)
        {
            notices.Warn($"{comparison.Interval.Connection}: {reason}");
        }

        foreach (QueryBaseline blind in new[] { reference.Baseline, difference.Baseline })
        {
            if (blind.HiddenStatements > 0)
            {
                notices.Warn(string.Create(
                    CultureInfo.CurrentCulture,
                    $"{blind.HiddenStatements:N0} statements of '{blind.Name}' were hidden from role {blind.Role}, and count in sums only: "
                    + $"grant pg_read_all_stats."));
                break;
            }
        }

        return comparison;
    }

    /// <summary>The interval in a sentence, above the list of its statements.</summary>
    public static string Describe(QueryInterval interval)
    {
        string length = interval.IntervalMs is { } ms ? $" in {Display.Milliseconds(ms)}" : "";
        string before = interval.ReferenceMeanMs is { } mean ? $" ({Display.Milliseconds(mean)} until '{interval.Reference}')" : "";
        return string.Create(
            CultureInfo.CurrentCulture,
            $"{interval.Connection}: {interval.Calls:N0} calls{length}, {Display.Milliseconds(interval.MeanMs)} on average{before}; "
            + $"{interval.Slower:N0} slower, {interval.Faster:N0} faster, {interval.New:N0} new, {interval.Vanished:N0} vanished.");
    }
}
