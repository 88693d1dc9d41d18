using System.Diagnostics;
using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>What happens between two batches: says how far the run is, makes room for others, and ends it in time.</summary>
internal sealed class RetentionPace(
    XmrtConnection connection,
    RetentionPlan plan,
    RetentionOptions options,
    RetentionTally tally,
    long? expected,
    INotices notices)
{
    private static readonly TimeSpan s_longestCourtesy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(250);

    private readonly long _started = Stopwatch.GetTimestamp();

    private readonly string[] _tables = [.. plan.Leaves
        .Select(leaf => leaf.Table).Concat(plan.Cascades.Select(edge => edge.Table)).Distinct().Select(table => table.ToSql())];

    private TimeSpan _nextLook = RetentionThresholds.PressureInterval;
    private TimeSpan _nextProgress;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>The time that the user gave is over.</summary>
    public bool IsOver => Elapsed > options.MaximumDuration;

    /// <summary>Says something that explains the run.</summary>
    public void Say(string message) => notices.Verbose(message);

    /// <summary>The progress bar can go.</summary>
    public void End() => notices.Progress(new ProgressNotice("Done", 100, IsCompleted: true));

    /// <param name="waiters">Sessions that waited for the batch.</param>
    /// <param name="took">Time of the batch.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <returns>Why the run ends here; null: it goes on.</returns>
    public async Task<StopReason?> BetweenAsync(long waiters, TimeSpan took, CancellationToken cancellation)
    {
        if (Elapsed > _nextProgress)
        {
            _nextProgress = Elapsed + s_progressInterval;
            notices.Progress(Progress());
        }

        // Who waited has the locks now: as long as the batch took is theirs.
        TimeSpan pause = options.Throttle
            + (waiters == 0 ? TimeSpan.Zero : took < s_longestCourtesy ? took : s_longestCourtesy);
        if (pause > TimeSpan.Zero)
        {
            tally.Paused += pause;
            await Task.Delay(pause, cancellation);
        }

        if (Elapsed > _nextLook && !await HasRoomAsync(cancellation))
        {
            return StopReason.Backpressure;
        }

        cancellation.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Waits while vacuum or a replica is behind.</summary>
    private async Task<bool> HasRoomAsync(CancellationToken cancellation)
    {
        long since = Stopwatch.GetTimestamp();
        string? reason;
        while ((reason = await ReasonAsync(cancellation)) is not null)
        {
            if (Stopwatch.GetElapsedTime(since) > RetentionThresholds.LongestPause || IsOver)
            {
                tally.Pressure = reason;
                break;
            }

            notices.Progress(Progress() with { Status = $"Paused: {reason}" });
            tally.Paused += RetentionThresholds.PressureInterval;
            await Task.Delay(RetentionThresholds.PressureInterval, cancellation);
        }

        _nextLook = Elapsed + RetentionThresholds.PressureInterval;
        return reason is null || IsOver;
    }

    private async Task<string?> ReasonAsync(CancellationToken cancellation)
    {
        try
        {
            return (await Pressure.ReadAsync(connection, _tables, notices, cancellation)).Reason;
        }
        catch (XmrtException unreadable) when (unreadable.ErrorId is "StatementTimedOut" or "LockTimedOut")
        {
            // A server that cannot even answer this is busy.
            return "the server is too busy to say how vacuum and replicas are";
        }
    }

    private ProgressNotice Progress()
    {
        long done = tally.Deleted + tally.Skipped + tally.Changed;
        double rate = tally.Deleted / Math.Max(0.001, Elapsed.TotalSeconds);
        string text = string.Create(CultureInfo.CurrentCulture, $"{plan.Table}: {tally.Deleted:N0} rows deleted");
        if (expected is not { } all || all == 0)
        {
            return new ProgressNotice(string.Create(CultureInfo.CurrentCulture, $"{text}, {rate:N0}/s"));
        }

        TimeSpan left = TimeSpan.FromSeconds(Math.Max(0, all - done) / Math.Max(1, rate));
        return new ProgressNotice(
            string.Create(CultureInfo.CurrentCulture, $"{text} of {all:N0}, {rate:N0}/s, {left:hh\\:mm\\:ss} left"),
            (int)Math.Min(100, 100 * done / all));
    }
}
