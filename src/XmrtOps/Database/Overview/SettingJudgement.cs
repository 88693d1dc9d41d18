using XmrtOps.Findings;

namespace XmrtOps.Database.Overview;

/// <summary>Settings that endanger data or the service, and extensions that are behind. What is a matter of taste is
/// advice in <see cref="DatabaseOverview.Settings"/> and no finding.</summary>
internal static class SettingJudgement
{
    private static readonly Dictionary<string, (string Code, string Good)> s_dangers = new(StringComparer.Ordinal)
    {
        ["fsync"] = ("FsyncOff", "on"),
        ["full_page_writes"] = ("FullPageWritesOff", "on"),
        ["autovacuum"] = ("AutovacuumOff", "on"),
        ["track_counts"] = ("TrackCountsOff", "on"),
        ["zero_damaged_pages"] = ("ZeroDamagedPagesOn", "off"),
    };

    public static IEnumerable<Finding> Of(DatabaseOverview overview, bool isProduction)
    {
        foreach (DatabaseSetting setting in overview.Settings)
        {
            if (s_dangers.TryGetValue(setting.Name, out (string Code, string Good) danger) && setting.Value != danger.Good)
            {
                yield return Danger(setting, danger.Code, danger.Good, isProduction);
            }
        }

        if (overview.IsReadOnlyByDefault)
        {
            yield return new Finding
            {
                Code = "ReadOnlyByDefault",
                Severity = Severity.Critical,
                Reason = "new sessions are read-only (default_transaction_read_only), as the platform does when the disk is full",
                Evidence = OverviewJudgement.Evidence(("default_transaction_read_only", "on")),
                Remedy = "Enlarge the disk or free space: Supabase dashboard, Database settings.",
            };
        }

        string[] pending = [.. overview.Settings.Where(setting => setting.IsPendingRestart).Select(setting => setting.Name)];
        if (pending.Length > 0)
        {
            yield return new Finding
            {
                Code = "RestartPending",
                Severity = Severity.Information,
                Reason = $"changed settings wait for a restart: {string.Join(", ", pending)}",
                Evidence = OverviewJudgement.Evidence(("Settings", pending)),
                Remedy = "Restart the server at a quiet hour; until then the old values hold.",
            };
        }

        foreach (DatabaseExtension extension in overview.Extensions.Where(extension => extension.IsOutdated))
        {
            yield return new Finding
            {
                Code = "ExtensionOutdated",
                Severity = Severity.Information,
                Reason = $"extension {extension} is behind the {extension.AvailableVersion} that the server brings",
                Evidence = OverviewJudgement.Evidence(
                    ("Extension", extension.Name),
                    ("Version", extension.Version),
                    ("AvailableVersion", extension.AvailableVersion)),
                Remedy = $"ALTER EXTENSION {Data.DatabaseTransaction.QuoteIdentifier(extension.Name)} UPDATE;",
            };
        }
    }

    private static Finding Danger(DatabaseSetting setting, string code, string good, bool isProduction) => new()
    {
        Code = code,
        Severity = isProduction ? Severity.Critical : Severity.Information,
        Reason = $"{setting.Name} is {setting.Value}: {setting.Advice}"
            + (isProduction ? "" : "; fine on a server that is thrown away"),
        Evidence = OverviewJudgement.Evidence(
            ("Setting", setting.Name), ("Value", setting.Value), ("Source", setting.Source), ("Threshold", good)),
        Remedy = $"ALTER SYSTEM SET {setting.Name} = {good}; SELECT pg_reload_conf();",
        Undo = $"ALTER SYSTEM SET {setting.Name} = {setting.Value}; SELECT pg_reload_conf();",
    };
}
