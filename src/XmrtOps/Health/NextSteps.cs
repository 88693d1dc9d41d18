using XmrtOps.Findings;

namespace XmrtOps.Health;

/// <summary>The remedies of a health report in one text, the most severe first.</summary>
internal static class NextSteps
{
    private const int Most = 6;
    private const int Width = 80;
    private const string Head = "Next: ";

    private static readonly string s_margin = Environment.NewLine + new string(' ', Head.Length);

    /// <param name="checks">The report.</param>
    /// <param name="current">Name of the current connection, which need not be named.</param>
    /// <returns>Empty when there is nothing to do.</returns>
    public static string Of(IEnumerable<HealthCheck> checks, string? current)
    {
        string[] steps =
        [
            .. checks
                .Where(check => check.Status != HealthStatus.Healthy && check.Remedy is not null)
                .OrderByDescending(check => check.Severity)
                // A project that is paused explains all the rest.
                .ThenByDescending(check => check.Component == nameof(HealthComponent.SupabaseProject))
                .Select(check => Pasteable(check, current))
                .Distinct(StringComparer.Ordinal)
                .Take(Most),
        ];
        return steps.Length == 0 ? "" : Environment.NewLine + Head + string.Join(s_margin, steps);
    }

    // A command that is pasted asks the current connection unless it names another; a sentence may be broken instead.
    private static string Pasteable(HealthCheck check, string? current)
    {
        string remedy = check.Remedy!;
        return !IsCommand(remedy)
            ? HealthDisplay.Wrap(remedy, Width - Head.Length - 1).Replace("\n", s_margin, StringComparison.Ordinal)
            : string.Equals(check.Connection, current, StringComparison.OrdinalIgnoreCase)
                ? remedy
                : OnConnection(remedy, check.Connection);
    }

    private static bool IsCommand(string remedy)
    {
        int noun = remedy.IndexOf("-Xmrt", StringComparison.Ordinal);
        return noun > 0 && remedy[..noun].All(char.IsAsciiLetter);
    }

    /// <summary>Names the connection to the first command of a pipe: the others take it from the records.</summary>
    private static string OnConnection(string remedy, string connection)
    {
        string[] commands = remedy.Split(" | ", 2);
        commands[0] += $" -Connection '{connection.Replace("'", "''", StringComparison.Ordinal)}'";
        return string.Join(" | ", commands);
    }
}
