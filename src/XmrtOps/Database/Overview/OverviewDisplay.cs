using System.ComponentModel;
using System.Globalization;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Database.Overview;

/// <summary>The human form of an overview, for its view only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OverviewDisplay
{
    // Where the list's values begin, and one for the edge of the window.
    private const int ValueColumn = 22;

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>Version, kind and age of the server, such as "PostgreSQL 15.8, primary, up 4 h 12 m".</summary>
    /// <param name="overview">An overview.</param>
    public static string Server(DatabaseOverview? overview) => overview is null
        ? ""
        : $"PostgreSQL {overview.ServerVersion}, {Kind(overview)}, up {Span(overview.MeasuredAt - overview.StartedAt)}";

    /// <summary>The share of blocks found in the cache.</summary>
    /// <param name="overview">An overview.</param>
    public static string Cache(DatabaseOverview? overview) => overview switch
    {
        null => "",
        { CacheHitPercent: null } => string.Create(
            Culture, $"not told: {overview.BlocksHit + overview.BlocksRead:N0} blocks asked for, {OverviewThresholds.BlocksForARate:N0} needed"),
        _ => string.Create(
            Culture, $"{overview.CacheHitPercent:0.00} % of {overview.BlocksHit + overview.BlocksRead:N0} blocks"),
    };

    /// <summary>How many connections are used, by state and by role, on a line each.</summary>
    /// <param name="overview">An overview.</param>
    public static string Connections(DatabaseOverview? overview) => overview is null
        ? ""
        : string.Join('\n', [
            string.Create(
                Culture,
                $"{overview.ConnectionsUsed:N0} of {overview.ConnectionsUsable:N0} ({Display.Percent(overview.ConnectionsPercent)})"),
            Counts(overview, group => group.State ?? "(state hidden)"),
            Counts(overview, group => group.Role ?? "(dropped role)"),
        ]);

    /// <summary>How far the server is on the way to the end of its transaction ids.</summary>
    /// <param name="overview">An overview.</param>
    public static string Wraparound(DatabaseOverview? overview) => overview is null
        ? ""
        : string.Create(
            Culture,
            $"{Display.Percent(overview.WraparoundPercent)} (transactions {overview.TransactionAge:N0}, multixacts {overview.MultixactAge:N0})");

    /// <summary>The longest transaction, or that there is none, or that it cannot be seen.</summary>
    /// <param name="overview">An overview.</param>
    public static string Longest(DatabaseOverview? overview) => overview switch
    {
        null => "",
        { LongestTransaction: { } longest } => $"{Display.Milliseconds(longest.OpenSeconds * 1000)}, {longest}",
        { NotMeasured.Count: > 0 } => "(hidden from this role)",
        _ => "none",
    };

    /// <summary>Standbys and slots.</summary>
    /// <param name="overview">An overview.</param>
    public static string Replication(DatabaseOverview? overview)
    {
        if (overview is null)
        {
            return "";
        }

        string[] lines =
        [
            .. overview.Replicas.Select(replica =>
                $"{replica}: {replica.State ?? "(hidden)"}{(replica.BehindBytes is { } bytes ? $", {Display.Bytes(bytes)} behind" : "")}"),
            .. overview.ReplicationSlots.Select(slot =>
                $"slot {slot}: {(slot.IsActive ? "active" : "inactive")}{(slot.RetainedBytes is { } bytes ? $", holds {Display.Bytes(bytes)}" : "")}"),
        ];
        return lines.Length == 0 ? "none" : string.Join('\n', lines);
    }

    /// <summary>Checkpoints on time and forced.</summary>
    /// <param name="overview">An overview.</param>
    public static string Checkpoints(DatabaseOverview? overview) => overview is null
        ? ""
        : string.Create(
            Culture,
            $"{overview.TimedCheckpoints:N0} on time, {overview.RequestedCheckpoints:N0} forced{Since(overview.CheckpointsSince)}");

    /// <summary>Temporary files and their size.</summary>
    /// <param name="overview">An overview.</param>
    public static string TempFiles(DatabaseOverview? overview) => overview is null
        ? ""
        : string.Create(Culture, $"{overview.TempFiles:N0} ({Display.Bytes(overview.TempBytes)})");

    /// <summary>How old the statistics are.</summary>
    /// <param name="overview">An overview.</param>
    public static string Statistics(DatabaseOverview? overview) => overview switch
    {
        null => "",
        { StatisticsSince: { } since } => $"of the last {Span(overview.MeasuredAt - since)}",
        _ => "never reset, unless by a crash",
    };

    /// <summary>Number of extensions, and those that are behind.</summary>
    /// <param name="overview">An overview.</param>
    public static string Extensions(DatabaseOverview? overview) => overview is null
        ? ""
        : string.Join('\n', overview.Extensions
            .Where(extension => extension.IsOutdated)
            .Select(extension => $"{extension} (the server brings {extension.AvailableVersion})")
            .Prepend(string.Create(
                Culture,
                $"{overview.Extensions.Count:N0} installed, {overview.Extensions.Count(e => e.IsOutdated):N0} to be updated")));

    /// <summary>The settings against which something speaks and that are no finding.</summary>
    /// <param name="overview">An overview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Advice(DatabaseOverview? overview, int consoleWidth) => overview is null
        ? ""
        : Lines(
            overview.Settings
                .Where(setting => setting.Advice is not null
                    && !overview.Findings.Any(finding => setting.Name.Equals(finding.Evidence.GetValueOrDefault("Setting"))))
                .Select(setting => $"{setting}: {setting.Advice}"),
            consoleWidth);

    /// <summary>What is wrong, the worst first, each with what to do.</summary>
    /// <param name="overview">An overview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Findings(DatabaseOverview? overview, int consoleWidth) => overview is null
        ? ""
        : Lines(
            overview.Findings.SelectMany(finding => new[] { $"{finding.Severity} {finding.Code}: {finding.Reason}", finding.Remedy })
                .OfType<string>(),
            consoleWidth);

    /// <summary>What the role may not see.</summary>
    /// <param name="overview">An overview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string NotMeasured(DatabaseOverview? overview, int consoleWidth) => overview is null
        ? ""
        : Lines(overview.NotMeasured, consoleWidth);

    /// <summary>Texts broken between words, the lines after the first of each set in.</summary>
    private static string Lines(IEnumerable<string> texts, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ValueColumn;
        string text = string.Join('\n', texts.Select(one => HealthDisplay.Wrap(one, width - 2).Replace("\n", "\n  ", StringComparison.Ordinal)));
        return text.Length == 0 ? "none" : text;
    }

    private static string Kind(DatabaseOverview overview) => overview switch
    {
        { IsInRecovery: false, IsReadOnlyByDefault: true } => "primary, read-only by default",
        { IsInRecovery: false } => "primary",
        { SinceReplaySeconds: { } seconds } => $"standby, last replayed {Span(TimeSpan.FromSeconds(seconds))} ago",
        _ => "standby",
    };

    private static string Counts(DatabaseOverview overview, Func<ConnectionGroup, string> key) => string.Join(", ", overview.ConnectionGroups
        .GroupBy(key, StringComparer.Ordinal)
        .Select(part => (part.Key, Count: part.Sum(group => group.Connections)))
        .OrderByDescending(part => part.Count)
        .Select(part => string.Create(Culture, $"{part.Count:N0} {part.Key}")));

    private static string Since(DateTimeOffset? since) =>
        since is { } at ? string.Create(Culture, $" since {at.LocalDateTime:d}") : "";

    private static string Span(TimeSpan span) => Display.Milliseconds(Math.Max(span.TotalMilliseconds, 0));
}
