using System.ComponentModel;
using System.Globalization;
using XmrtOps.Database.Activity;
using XmrtOps.Module;

namespace XmrtOps.Database.Locks;

/// <summary>The human forms of lock waits, for the table only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LockDisplay
{
    private const string Step = "  ";
    private const int StepsShown = 5;

    /// <summary>The process and its role, below the one that it waits for.</summary>
    /// <param name="wait">A line.</param>
    public static string Session(LockWait? wait)
    {
        if (wait is null)
        {
            return "";
        }

        // A column has an end: from there on the depth is written.
        string margin = wait.Depth <= StepsShown
            ? string.Concat(Enumerable.Repeat(Step, wait.Depth))
            : string.Create(CultureInfo.InvariantCulture, $"{string.Concat(Enumerable.Repeat(Step, StepsShown - 1))}…{wait.Depth}: ");
        string who = wait.PreparedTransaction is not null
            ? "prepared"
            : string.Create(CultureInfo.InvariantCulture, $"{wait.ProcessId}");
        return $"{margin}{who} {wait.Role ?? wait.BackendType}".TrimEnd();
    }

    /// <summary>How long it waits.</summary>
    /// <param name="wait">A line.</param>
    public static string Wait(LockWait? wait) =>
        (wait is { WaitIsUpperBound: true, WaitMs: not null } ? "≤ " : "") + Display.Milliseconds(wait?.WaitMs);

    /// <summary>The mode that it wants, without the word that all modes end with.</summary>
    /// <param name="wait">A line.</param>
    public static string Mode(LockWait? wait) =>
        wait?.LockMode is { } mode && mode.EndsWith("Lock", StringComparison.Ordinal) ? mode[..^4] : wait?.LockMode ?? "";

    /// <summary>Of who waits, for what; of a root, what it does.</summary>
    /// <param name="wait">A line.</param>
    public static string What(LockWait? wait) => wait switch
    {
        null => "",
        { IsDeadlock: true } => $"deadlock: {wait.Object}",
        { BlockedBy.Count: > 0 } => (wait.Object ?? "") + Others(wait),
        { PreparedTransaction: { } gid } => $"{gid}, {Display.Milliseconds(wait.TransactionMs)} old",
        { IsHidden: true } => "(hidden from this role)",
        _ => $"{ActivityDisplay.State(wait.State)} {Display.Milliseconds(wait.DurationMs)}: {Display.OneLine(wait.Query, 500)}".Trim(' ', ':'),
    };

    // Only one of them can be the line above.
    private static string Others(LockWait wait) => wait.BlockedBy.Count > 1
        ? $" (by {ActivityDisplay.Pids(wait.BlockedBy)})"
        : "";
}
