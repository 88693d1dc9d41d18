namespace XmrtOps.Health;

/// <summary>The remedies of a health report in one text, the most severe first.</summary>
internal static class NextSteps
{
    private const int Longest = 6;
    private const string Head = "Next: ";

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
                .Select(check => Pasteable(check, current))
                .Distinct(StringComparer.Ordinal)
                .Take(Longest),
        ];
        return steps.Length == 0
            ? ""
            : Environment.NewLine + Head + string.Join(Environment.NewLine + new string(' ', Head.Length), steps);
    }

    // A command that is pasted asks the current connection unless it names another.
    private static string Pasteable(HealthCheck check, string? current) =>
        check.Remedy!.StartsWith("Get-Xmrt", StringComparison.Ordinal)
        && !string.Equals(check.Connection, current, StringComparison.OrdinalIgnoreCase)
            ? $"{check.Remedy} -Connection '{check.Connection.Replace("'", "''", StringComparison.Ordinal)}'"
            : check.Remedy;
}
