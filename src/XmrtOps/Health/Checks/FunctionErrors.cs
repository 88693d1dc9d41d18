using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Health.Checks;

/// <summary>
/// Errors of edge functions in the last hour, from the tables that receive them: api_call_logs, which the runbook reads,
/// gets hardly any. The sources overlap (one is copied into another), so that the worst of them decides, not their sum.
/// </summary>
internal static class FunctionErrors
{
    /// <summary>The sources: those with a number of calls first.</summary>
    public static readonly IReadOnlyList<(string Table, string Question)> Sources =
    [
        ("public.eliza_function_usage", "Health/Checks/FunctionUsage.sql"),
        ("public.edge_function_logs", "Health/Checks/FunctionLogs.sql"),
        ("public.system_logs", "Health/Checks/SystemLogErrors.sql"),
        ("cron.job_run_details", "Health/Checks/CronFailures.sql"),
        ("net._http_response", "Health/Checks/HttpFailures.sql"),
    ];

    public static HealthCheck Judge(IReadOnlyList<Measurement<FunctionErrorCount>> sources)
    {
        string missing = string.Join("; ", sources.Select(source => source.Reason).OfType<string>());
        Measurement<FunctionErrorCount>? rated = sources
            .Where(source => source.Value?.Percent is not null)
            .MaxBy(source => (RateStatus(source.Value!), source.Value!.Percent!.Value));
        Measurement<FunctionErrorCount>? counted = sources
            .Where(source => source.Value is { Calls: null })
            .MaxBy(source => source.Value!.Errors);
        HealthStatus byRate = rated is null ? HealthStatus.Unknown : RateStatus(rated.Value!);
        HealthStatus byCount = counted is null ? HealthStatus.Unknown : HealthThresholds.ErrorsAnHour.Judge(counted.Value!.Errors);

        if (rated is null && byCount != HealthStatus.Degraded)
        {
            return HealthCheck.NotMeasured(
                HealthComponent.FunctionErrors,
                HealthWords.Join(sources.Any(source => source.Value is { Calls: 0 }) ? "no call was recorded in the last hour" : "", missing)) with
            {
                Unit = "% errors/1 h",
                Evidence = Evidence(sources),
            };
        }

        bool countDecides = byCount == HealthStatus.Degraded && byRate is HealthStatus.Healthy or HealthStatus.Unknown;
        FunctionErrorCount deciding = (countDecides ? counted : rated)!.Value!;
        HealthStatus status = countDecides ? byCount : byRate;
        return new HealthCheck
        {
            Component = nameof(HealthComponent.FunctionErrors),
            Status = status,
            Value = countDecides ? (object)deciding.Errors : Math.Round(deciding.Percent!.Value, 2),
            Unit = countDecides ? "errors/1 h" : "% errors/1 h",
            Threshold = countDecides ? HealthThresholds.ErrorsAnHour.Degraded : HealthThresholds.FunctionErrorPercent.Degraded,
            UnhealthyThreshold = countDecides ? null : HealthThresholds.FunctionErrorPercent.Unhealthy,
            Confidence = deciding.Calls < HealthThresholds.CallsForARate ? Confidence.Low
                : missing.Length > 0 ? Confidence.Medium
                : Confidence.High,
            Reason = HealthWords.Join(Sentence(deciding, status, (countDecides ? counted : rated)!.Source), missing),
            Remedy = status == HealthStatus.Healthy ? null : Remedy(deciding),
            Evidence = Evidence(sources),
        };
    }

    // A percentage of a handful of calls is worth a look, and no alarm.
    private static HealthStatus RateStatus(FunctionErrorCount count)
    {
        HealthStatus status = HealthThresholds.FunctionErrorPercent.Judge(count.Percent!.Value);
        return status == HealthStatus.Unhealthy && count.Calls < HealthThresholds.CallsForARate
            ? HealthStatus.Degraded
            : status;
    }

    private static string Sentence(FunctionErrorCount count, HealthStatus status, string source)
    {
        if (count.Errors == 0)
        {
            return "";
        }

        string errors = count.Calls is { } calls
            ? $"{HealthWords.Count(count.Errors)} of {HealthWords.Count(calls)} calls failed"
            : $"{HealthWords.Count(count.Errors)} errors in {source}";
        return status == HealthStatus.Healthy || count.Worst is null
            ? errors
            : $"{errors}; worst: {count.Worst}{(Short(count.Message) is { Length: > 0 } message ? $" ({message})" : "")}";
    }

    private static string Remedy(FunctionErrorCount count) => count.Worst is { } worst && count.Calls is not null
        ? $"Get-XmrtTopError -Function {CommandText.Argument(worst)}"
        : "Get-XmrtTopError";

    // Ids and durations differ from call to call and say nothing at a glance.
    private static string Short(string? message) => Display.OneLine(HealthWords.WithoutNumbers(message ?? ""), 40);

    private static Dictionary<string, object?> Evidence(IReadOnlyList<Measurement<FunctionErrorCount>> sources)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal);
        foreach (Measurement<FunctionErrorCount> source in sources)
        {
            evidence[source.Source] = source.Value is not { } count ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Calls"] = count.Calls,
                ["Errors"] = count.Errors,
            };
        }

        evidence["NotMeasured"] = sources.Select(source => source.Reason).OfType<string>().ToArray();
        return evidence;
    }
}
