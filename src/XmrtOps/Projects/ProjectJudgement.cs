using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Projects;

/// <summary>What is wrong with a project, by its overview: a pure function of it.</summary>
internal static class ProjectJudgement
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <returns>The worst first.</returns>
    public static IReadOnlyList<Finding> Of(ProjectOverview overview) =>
    [
        .. Life(overview)
            .Concat(Services(overview))
            .Concat(Limits(overview))
            .Concat(Busy(overview))
            .Concat(VercelProjectJudgement.Of(overview))
            .Select(finding => finding with { MeasuredAt = overview.MeasuredAt })
            .OrderByDescending(finding => finding.Severity),
    ];

    /// <summary>A command against the overview's connection.</summary>
    public static string Command(ProjectOverview overview, string command) =>
        $"{command} -Connection {CommandText.Argument(overview.Connection)}";

    public static Dictionary<string, object?> Evidence(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in values)
        {
            evidence.Add(name, value);
        }

        return evidence;
    }

    private static IEnumerable<Finding> Life(ProjectOverview overview)
    {
        SupabaseProjectState state = overview.Supabase;
        if (state.IsPaused == true)
        {
            yield return new Finding
            {
                Code = "SupabaseProjectPaused",
                Severity = Severity.Critical,
                Reason = $"the Supabase project is {(state.Status == "PAUSING" ? "being paused" : "paused")}: database, "
                    + "functions and Auth answer nobody",
                Remedy = $"Restore it: supabase.com/dashboard/project/{state.ProjectRef}, Restore project. It takes minutes.",
                Evidence = Evidence(("Status", state.Status)),
            };
        }
        else if (state.Status is not (null or "ACTIVE_HEALTHY" or "ACTIVE_UNHEALTHY"))
        {
            bool isPassing = state.Status is "COMING_UP" or "RESTORING" or "UPGRADING" or "RESTARTING" or "RESIZING";
            yield return new Finding
            {
                Code = "SupabaseProjectNotActive",
                Severity = Severity.Critical,
                Reason = $"the Supabase project is {state.Status}",
                Remedy = isPassing
                    ? $"It passes by itself; look again: {Command(overview, "Get-XmrtProject")}"
                    : $"See supabase.com/dashboard/project/{state.ProjectRef}, and write to the platform's support from there.",
                Evidence = Evidence(("Status", state.Status)),
            };
        }

        if (state.IsReadOnly == true)
        {
            yield return new Finding
            {
                Code = "DatabaseReadOnly",
                Severity = Severity.Critical,
                Reason = "the platform keeps the database read-only because its disk is full",
                Remedy = $"Make room: {Command(overview, "Get-XmrtTable -OrderBy TotalSize")}; or enlarge the disk in the dashboard "
                    + "(Database, Settings). It ends by itself below 95 %.",
                Evidence = Evidence(("DiskUsedPercent", state.DiskUsedPercent)),
            };
        }
    }

    private static IEnumerable<Finding> Services(ProjectOverview overview)
    {
        // Of a project that is down every service is: that is said once.
        bool isUp = overview.Supabase.Status is null or "ACTIVE_HEALTHY" or "ACTIVE_UNHEALTHY";
        ProjectService[] ill = [.. (overview.Supabase.Services ?? []).Where(service => isUp && service.IsHealthy == false)];
        foreach (ProjectService service in ill.Where(service => !IsConsequence(service, ill)))
        {
            yield return new Finding
            {
                Code = "ServiceUnhealthy",
                Severity = Severity.Critical,
                Reason = $"the service {service.Name} is {service.Status ?? "not well"}"
                    + (service.Error is { } error ? $": {Display.OneLine(error, 120)}" : ""),
                Remedy = Command(overview, service.Name switch
                {
                    "auth" => "Get-XmrtLog -Source Auth -Level Error",
                    "rest" or "realtime" or "storage" => "Get-XmrtLog -Source Api -Status 5xx",
                    _ => "Get-XmrtLog -Source Database -Level Error",
                }),
                Evidence = Evidence(("Service", service.Name), ("Status", service.Status), ("Error", service.Error)),
            };
        }
    }

    // The poolers and the check of the role cannot be well without the database.
    private static bool IsConsequence(ProjectService service, ProjectService[] ill) =>
        service.Name is "pooler" or "pg_bouncer" or "db_postgres_user" && ill.Any(other => other.Name == "db");

    private static IEnumerable<Finding> Limits(ProjectOverview overview)
    {
        foreach (ProjectLimit limit in overview.Limits)
        {
            (string code, Bounds bounds, string what, string remedy) = limit.Name switch
            {
                "Disk" => (
                    "DiskNearlyFull",
                    ProjectThresholds.DiskPercent,
                    "the disk of the database is",
                    $"{Command(overview, "Get-XmrtTable -OrderBy TotalSize")}, then Remove-XmrtLog 30d -WhatIf; or enlarge it in the dashboard "
                    + "(Database, Settings)."),
                "Connections" => (
                    "ConnectionsNearlyUsedUp",
                    ProjectThresholds.ConnectionsPercent,
                    "the connections to the database are",
                    Command(overview, "Get-XmrtActivity")),
                "Memory" => (
                    "MemoryNearlyFull",
                    ProjectThresholds.MemoryPercent,
                    "the memory of the database's machine is",
                    Command(overview, "Get-XmrtSlowQuery -OrderBy IO") + "; a larger compute size is in the dashboard (Add-ons)."),
                _ => (
                    "FunctionsNearlyUsedUp",
                    ProjectThresholds.FunctionsPercent,
                    "the edge functions of the plan are",
                    "Delete those that nobody calls, or take a larger plan."),
            };
            Severity severity = bounds.Judge(limit.UsedPercent) switch
            {
                HealthStatus.Unhealthy => Severity.Critical,
                HealthStatus.Degraded => Severity.Warning,
                _ => Severity.None,
            };
            if (severity != Severity.None)
            {
                yield return new Finding
                {
                    Code = code,
                    Severity = severity,
                    Reason = $"{what} {Display.Percent(limit.UsedPercent)} full: {ProjectDisplay.Amounts(limit)}",
                    Remedy = remedy,
                    Evidence = Evidence(("Used", limit.Used), ("Limit", limit.Limit), ("Threshold", bounds.Degraded)),
                };
            }
        }
    }

    private static IEnumerable<Finding> Busy(ProjectOverview overview)
    {
        foreach ((string name, double? percent, string what, string remedy) in new[]
        {
            ("ProcessorsBusy", overview.Supabase.Load?.CpuPercent, "the processors of the database's machine are", "Get-XmrtSlowQuery -OrderBy TotalTime"),
            ("DiskBusy", overview.Supabase.Load?.DiskBusyPercent, "the disk of the database's machine is", "Get-XmrtSlowQuery -OrderBy IO"),
        })
        {
            if (percent is { } busy && ProjectThresholds.BusyPercent.Judge(busy) != HealthStatus.Healthy)
            {
                yield return new Finding
                {
                    Code = name,
                    Severity = Severity.Warning,
                    Confidence = overview.Supabase.Load!.IsSinceStart ? Confidence.Low : Confidence.Medium,
                    Reason = string.Create(Culture, $"{what} busy for {busy:0} % of the time"),
                    Remedy = Command(overview, remedy),
                    Evidence = Evidence(
                        ("Percent", busy),
                        ("PeriodSeconds", overview.Supabase.Load.PeriodSeconds),
                        ("Threshold", ProjectThresholds.BusyPercent.Degraded)),
                };
            }
        }
    }
}
