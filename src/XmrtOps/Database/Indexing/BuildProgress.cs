using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Tells how far a build is, over a second connection, and whom it waits for.</summary>
internal static class BuildProgress
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a build to its end, and tells of it meanwhile.</summary>
    public static async Task WatchAsync(
        XmrtConnection connection, int builder, BuildStep step, INotices notices, Func<Task> build)
    {
        using CancellationTokenSource ended = new();
        Task building = build();
        Task watching = TellAsync(connection, builder, step, notices, ended.Token);
        try
        {
            await building;
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
    }

    /// <summary>How much of the whole a phase stands for, in percent: scanning and sorting take most.</summary>
    internal static int? Percent(string phase, long total, long done) => phase switch
    {
        "initializing" or "waiting for writers before build" => 0,
        _ when phase.StartsWith("building index", StringComparison.Ordinal) => total > 0 ? (int)(70 * done / total) : 35,
        "waiting for writers before validation" => 70,
        _ when phase.StartsWith("index validation", StringComparison.Ordinal) => total > 0 ? 70 + (int)(25 * done / total) : 75,
        "waiting for old snapshots" => 95,
        _ => null,
    };

    private static async Task TellAsync(
        XmrtConnection connection, int builder, BuildStep step, INotices notices, CancellationToken ended)
    {
        Silence quiet = new(notices.Command);
        string? awaited = null;
        try
        {
            while (true)
            {
                await Task.Delay(s_interval, ended);
                (string Phase, int? Percent, Obstacle? Holder)? state = await ReadAsync(connection, builder, quiet, ended);
                if (state is not { } now)
                {
                    continue;
                }

                string waits = now.Holder is null ? "" : $": {now.Holder}";
                notices.Progress(new ProgressNotice($"{step.Index}: {now.Phase}{waits}", now.Percent));
                if (now.Holder is { } holder && awaited != holder.ProcessId?.ToString(CultureInfo.InvariantCulture))
                {
                    awaited = holder.ProcessId?.ToString(CultureInfo.InvariantCulture);
                    notices.Verbose($"{step.Index} waits for {holder} ({now.Phase})");
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or XmrtException)
        {
            // The build has ended, or its progress cannot be seen: what counts is its result.
        }
    }

    private static async Task<(string Phase, int? Percent, Obstacle? Holder)?> ReadAsync(
        XmrtConnection connection, int builder, INotices quiet, CancellationToken cancellation)
    {
        List<(string?, int?, Obstacle?)> rows = await connection.Database.ReadAsync(
            Limits.Read,
            quiet,
            transaction => transaction.QueryAsync(
                Sql.Of("Database/Indexing/BuildProgress.sql"),
                [builder],
                row =>
                {
                    string? phase = row.StringOrNull(0);
                    long tuples = row.ValueOrNull<long>(5) ?? 0;
                    bool isBlocks = (row.ValueOrNull<long>(3) ?? 0) > 0;
                    return (
                        phase,
                        phase is null
                            ? null
                            : Percent(
                                phase,
                                isBlocks ? row.GetInt64(3) : tuples,
                                isBlocks ? row.GetInt64(4) : row.ValueOrNull<long>(6) ?? 0),
                        row.ValueOrNull<int>(7) is { } pid
                            ? new Obstacle(
                                "Lock",
                                pid,
                                row.StringOrNull(8),
                                row.StringOrNull(9),
                                row.StringOrNull(10),
                                row.ValueOrNull<double>(11) is { } age ? TimeSpan.FromSeconds(age) : null)
                            : null);
                },
                cancellation),
            cancellation);
        return rows is [(string seen, var percent, var holder)] ? (seen, percent, holder) : null;
    }
}
