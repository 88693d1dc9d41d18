using System.ComponentModel;
using System.Globalization;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Database.Activity;

/// <summary>The human forms of what sessions do, for the tables only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActivityDisplay
{
    private const int BlockersNamed = 2;

    // Where the last column of the table of stops begins, and one for the edge of the window.
    private const int OutcomeColumn = 48;

    /// <summary>The role, or what the server's own process is for.</summary>
    /// <param name="activity">A session.</param>
    public static string Who(BackendActivity? activity) => activity switch
    {
        null => "",
        { Kind: ActivityKind.Backend, Role: { } role, BackendType: "client backend" or null } => role,
        { Kind: ActivityKind.Backend } => $"({activity.BackendType ?? "?"})",
        { Role: { } role } => role,
        _ => "",
    };

    /// <summary>The state in a word or two.</summary>
    /// <param name="activity">A session.</param>
    public static string State(BackendActivity? activity) => activity switch
    {
        null => "",
        { Kind: ActivityKind.PreparedTransaction } => "prepared",
        { Kind: ActivityKind.ReplicationSlot } => "slot",
        { IsWaiting: true } => "blocked",
        { IsHidden: true } => "(hidden)",
        _ => State(activity.State),
    };

    /// <summary>How long it has been so; of a blocked session, how long it waits.</summary>
    /// <param name="activity">A session.</param>
    public static string Duration(BackendActivity? activity) => activity is { IsWaiting: true }
        ? (activity is { WaitIsUpperBound: true, WaitMs: not null } ? "≤ " : "") + Display.Milliseconds(activity.WaitMs)
        : Display.Milliseconds(activity?.DurationMs);

    /// <summary>Who blocks it, whom it blocks, and its statement.</summary>
    /// <param name="activity">A session.</param>
    public static string What(BackendActivity? activity)
    {
        if (activity is null)
        {
            return "";
        }

        string by = activity.BlockedBy.Count == 0 ? "" : $"by {Pids(activity.BlockedBy)}: ";
        string blocks = activity.Blocks.Count == 0
            ? ""
            : string.Create(CultureInfo.CurrentCulture, $"blocks {activity.Blocks.Count:N0}: ");
        string text = activity switch
        {
            { Name: { } name } => name,
            { IsHidden: true } => "(hidden from this role)",
            { Query: { } query } => Display.OneLine(query, 500),
            _ => Display.OneLine(activity.Application, 100),
        };
        return by + blocks + text;
    }

    /// <summary>Why, broken between words so that it fits the last column; where nothing has to be said, what it ran.</summary>
    /// <param name="stop">What came of stopping.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Outcome(ActivityStop? stop, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - OutcomeColumn;
        return stop switch
        {
            null => "",
            { Reason.Length: > 0 } => HealthDisplay.Wrap(stop.Reason, width),
            _ => Display.OneLine(stop.Query, width),
        };
    }

    /// <summary>A state in a word or two.</summary>
    /// <param name="state">The state, or null.</param>
    internal static string State(BackendState? state) => state switch
    {
        null => "",
        BackendState.IdleInTransaction => "idle in tx",
        BackendState.IdleInTransactionAborted => "tx aborted",
        BackendState.FastPathCall => "active",
        _ => state.Value.ToString().ToLowerInvariant(),
    };

    /// <summary>Process ids, the first two and how many more.</summary>
    /// <param name="pids">The ids; 0 is a prepared transaction.</param>
    internal static string Pids(IReadOnlyList<int> pids)
    {
        string named = string.Join(
            ", ", pids.Take(BlockersNamed).Select(pid => pid == 0 ? "prepared" : pid.ToString(CultureInfo.InvariantCulture)));
        return pids.Count > BlockersNamed
            ? string.Create(CultureInfo.CurrentCulture, $"{named} +{pids.Count - BlockersNamed:N0}")
            : named;
    }
}
