using System.Diagnostics;
using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Activity;

/// <summary>
/// Signals a process and watches what comes of it. Signals change no data, so that this runs in READ ONLY transactions:
/// also on a replica, and on a server in read-only mode.
/// </summary>
internal static class BackendStopper
{
    private const double FirstPauseSeconds = 0.01;
    private const double LongestPauseSeconds = 0.25;

    /// <exception cref="XmrtException">PermissionDenied, and those of running SQL, as long as no signal was sent.</exception>
    public static async Task<ActivityStop> StopAsync(
        XmrtConnection connection,
        BackendActivity meant,
        StopAction action,
        TimeSpan patience,
        INotices notices,
        CancellationToken cancellation)
    {
        bool? isSent = await SignalAsync(connection, meant, action, notices, cancellation);
        if (isSent is null)
        {
            return ActivityStop.Of(
                meant, action, StopOutcome.MovedOn, "it had ended, or gone on to something else, when the signal was to be sent");
        }

        long sent = Stopwatch.GetTimestamp();
        ActivityStop stop;
        try
        {
            stop = await WatchAsync(connection, meant, action, isSent.Value, patience, notices, cancellation);
        }
        catch (Exception exception) when (exception is XmrtException or OperationCanceledException)
        {
            // The signal is on its way, whatever has become of us.
            string why = exception is XmrtException fault ? fault.Message : "the wait was interrupted";
            stop = ActivityStop.Of(meant, action, StopOutcome.Signalled, $"it could not be watched to its end: {why}");
        }

        return stop with { WaitedMs = Math.Round(Stopwatch.GetElapsedTime(sent).TotalMilliseconds, 1) };
    }

    private static async Task<bool?> SignalAsync(
        XmrtConnection connection,
        BackendActivity meant,
        StopAction action,
        INotices notices,
        CancellationToken cancellation)
    {
        object?[] parameters =
        [
            meant.ProcessId,
            meant.BackendStart?.UtcDateTime,
            action == StopAction.Terminate,
            meant.StatementStart?.UtcDateTime,
            meant.TransactionStart?.UtcDateTime,
        ];
        List<bool> answers = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.QueryAsync(
                Sql.Of("Database/Activity/Signal.sql"), parameters, row => row.GetBoolean(0), cancellation),
            cancellation);
        return answers.Count == 0 ? null : answers[0];
    }

    private static Task<ActivityStop> WatchAsync(
        XmrtConnection connection,
        BackendActivity meant,
        StopAction action,
        bool isSent,
        TimeSpan patience,
        INotices notices,
        CancellationToken cancellation) => connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                long started = Stopwatch.GetTimestamp();
                for (double pause = 0; ; pause = Math.Clamp(pause * 2, FirstPauseSeconds, LongestPauseSeconds))
                {
                    Remains? remains = await LookAsync(transaction, meant, pause, cancellation);
                    if (remains is null)
                    {
                        return !isSent
                            ? ActivityStop.Of(meant, action, StopOutcome.Gone, "the session has ended meanwhile")
                            : ActivityStop.Of(
                                meant,
                                action,
                                StopOutcome.Stopped,
                                action == StopAction.Cancel ? "the session has ended with its statement" : "");
                    }

                    if (!isSent)
                    {
                        return ActivityStop.Of(
                            meant, action, StopOutcome.Refused, "the server does not let this process be signalled");
                    }

                    if (action == StopAction.Cancel && !remains.IsRunning)
                    {
                        return ActivityStop.Of(meant, action, StopOutcome.Stopped, AfterCancel(remains.State)) with
                        {
                            StateAfter = remains.State,
                        };
                    }

                    if (Stopwatch.GetElapsedTime(started) >= patience)
                    {
                        return ActivityStop.Of(meant, action, StopOutcome.StillRunning, Why(remains, patience)) with
                        {
                            StateAfter = remains.State,
                        };
                    }
                }
            },
            cancellation);

    private static async Task<Remains?> LookAsync(
        DatabaseTransaction transaction, BackendActivity meant, double pauseSeconds, CancellationToken cancellation)
    {
        Remains? remains = null;
        await transaction.RunAsync(
            [
                ("SELECT pg_catalog.pg_sleep($1)", [pauseSeconds]),
                ("SELECT pg_catalog.pg_stat_clear_snapshot()", []),
                (Sql.Of("Database/Activity/AfterSignal.sql"),
                    [meant.ProcessId, meant.BackendStart?.UtcDateTime, meant.StatementStart?.UtcDateTime]),
            ],
            async (index, reader) =>
            {
                if (index == 2 && await reader.ReadAsync(cancellation))
                {
                    remains = new Remains(
                        ActivityReader.StateOf(reader.StringOrNull(0)),
                        reader.GetBoolean(1),
                        reader.StringOrNull(2),
                        reader.StringOrNull(3));
                }
            },
            cancellation);
        return remains;
    }

    private static string AfterCancel(BackendState? state) => state switch
    {
        BackendState.IdleInTransactionAborted =>
            "the statement was cancelled; its transaction has failed, and waits for its client to roll back",
        BackendState.IdleInTransaction =>
            "the statement has ended; its transaction is still open: -Terminate ends the session",
        _ => "",
    };

    private static string Why(Remains remains, TimeSpan patience)
    {
        string waits = remains.WaitEventType is null ? "" : $"; it waits for {remains.WaitEventType}/{remains.WaitEvent}";
        return string.Create(
            CultureInfo.CurrentCulture, $"it was told to stop, and has not within {patience.TotalSeconds:0.#} s{waits}");
    }

    /// <summary>What is left of a session that was signalled.</summary>
    private sealed record Remains(BackendState? State, bool IsRunning, string? WaitEventType, string? WaitEvent);
}
