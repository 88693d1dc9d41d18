using System.ComponentModel;
using System.Globalization;
using XmrtOps.Module;

namespace XmrtOps.Health;

/// <summary>The human form of what a check measured, for its table only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HealthDisplay
{
    // Where the last column of the table begins, and one for the edge of the window.
    private const int ReasonColumn = 51;

    /// <summary>The value with its unit, such as "200 in 84 ms" or "94 of 100 conns".</summary>
    /// <param name="check">A check.</param>
    public static string Value(HealthCheck? check) => check switch
    {
        null => "",
        { Component: nameof(HealthComponent.Frontend) } => Answer(check),
        { Component: nameof(HealthComponent.Connections), Value: not null } =>
            string.Create(CultureInfo.CurrentCulture, $"{check.Evidence["Used"]} of {check.Evidence["Usable"]} conns"),
        { Component: nameof(HealthComponent.Recovery), Value: bool isInRecovery } =>
            isInRecovery ? "replica" : check.Status == HealthStatus.Healthy ? "primary" : "read-only",
        { Component: nameof(HealthComponent.TransactionAge), Value: double percent } => $"{Display.Percent(percent)} of 2^31",
        { Component: nameof(HealthComponent.LongestStatement) or nameof(HealthComponent.IdleInTransaction), Value: not null }
            when check.Evidence["ProcessId"] is null => "none",
        { Component: nameof(HealthComponent.SupabaseProject) or nameof(HealthComponent.VercelProject) } =>
            check.Evidence.GetValueOrDefault("State") as string ?? "",
        { Unit: "ms", Value: double milliseconds } => Display.Milliseconds(milliseconds),
        { Unit: "s", Value: double seconds } => Display.Milliseconds(seconds * 1000),
        { Unit: "% errors/1 h", Value: double percent } => $"{Display.Percent(percent)} errors/1 h",
        { Value: long number } => string.Create(CultureInfo.CurrentCulture, $"{number:N0} {check.Unit}"),
        _ => Convert.ToString(check.Value, CultureInfo.CurrentCulture) ?? "",
    };

    /// <summary>The component, with its connection below it where the report is of several.</summary>
    /// <param name="check">A check.</param>
    public static string Component(HealthCheck? check) => check is null
        ? ""
        : check.IsOfSeveral
            ? $"{check.Component}\n  {Display.OneLine(check.Connection, 18)}"
            : check.Component;

    /// <summary>The reason, broken between words so that it fits the last column: the table breaks anywhere.</summary>
    /// <param name="check">A check.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Reason(HealthCheck? check, int consoleWidth) =>
        Wrap(check?.Reason ?? "", Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ReasonColumn);

    /// <summary>A text broken between words into lines of a width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Longest line; a longer word has a line of its own.</param>
    internal static string Wrap(string text, int width)
    {
        List<string> lines = [];
        foreach (string word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Answer(HealthCheck check) => (check.Evidence.GetValueOrDefault("StatusCode"), check.Value) switch
    {
        (int status, double latency) => string.Create(CultureInfo.CurrentCulture, $"{status} in {Display.Milliseconds(latency)}"),
        _ => "",
    };
}
