using System.Globalization;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Database.Activity;

/// <summary>What is about to be stopped, in words.</summary>
internal static class StopWords
{
    private const int TextShown = 200;

    /// <summary>What is asked, with what the session does.</summary>
    public static string Question(BackendActivity activity, StopAction action)
    {
        string text = activity.Query is { } query
            ? $"{(activity.IsRunning ? ":" : ". Its last statement:")} {Display.OneLine(query, TextShown)}"
            : ".";
        return Summary(activity, action) + text;
    }

    /// <summary>The same without the statement's text, which may hold values of rows: for the journal.</summary>
    public static string Summary(BackendActivity activity, StopAction action)
    {
        string from = activity.ClientAddress is { } address ? $" from {address}" : "";
        string what = action == StopAction.Cancel ? "cancel the statement" : "end the session";
        string rollback = action == StopAction.Terminate && activity.TransactionStart is not null
            ? "; its transaction is rolled back"
            : "";
        return $"{what} of {HealthWords.Session(activity.ProcessId!.Value, activity.Role, activity.Application)}{from}, "
            + $"{Doing(activity)}{Blocking(activity)}{rollback}";
    }

    private static string Doing(BackendActivity activity)
    {
        string since = activity.DurationMs is { } duration ? $" for {Display.Milliseconds(duration)}" : "";
        return activity.State switch
        {
            BackendState.Active or BackendState.FastPathCall => activity.IsWaiting
                ? $"which has run{since} and waits for a lock"
                : $"which has run{since}",
            BackendState.IdleInTransaction or BackendState.IdleInTransactionAborted => $"idle in a transaction{since}",
            BackendState.Idle => $"idle{since}",
            _ => activity.BackendType is { } type ? $"a process of the server ({type})" : "of unknown doing",
        };
    }

    private static string Blocking(BackendActivity activity) => activity.Blocks.Count == 0
        ? ""
        : string.Create(
            CultureInfo.CurrentCulture,
            $", and keeps {activity.Blocks.Count:N0} other{(activity.Blocks.Count == 1 ? "" : "s")} waiting");
}
