using XmrtOps.Findings;

namespace XmrtOps.Health.Checks;

/// <summary>
/// The recorded uptime checks. Nothing in the project is scheduled to write them, so that none is no outage
/// (system_health_summary shows 0 for both).
/// </summary>
internal static class UptimeChecks
{
    public const string Frontend = "public.frontend_health_checks";
    public const string Services = "public.vercel_service_health";
    public const string FrontendQuestion = "Health/Checks/FrontendHealthChecks.sql";
    public const string ServicesQuestion = "Health/Checks/VercelServiceHealth.sql";

    private const string Failing = "Get-XmrtHealth -Component Frontend";
    private const string Unrecorded = "Schedule the edge function check-frontend-health every 5 minutes.";

    public static HealthCheck Judge(
        Measurement<IReadOnlyList<UptimeSeries>> frontend,
        Measurement<IReadOnlyList<UptimeSeries>> services,
        DateTimeOffset now)
    {
        Measurement<IReadOnlyList<UptimeSeries>>[] sources = [frontend, services];
        List<UptimeSeries> series = [.. sources.SelectMany(source => source.Value ?? []).Where(one => one.Checks > 0)];
        string missing = string.Join("; ", sources.Select(source => source.Reason).OfType<string>());
        if (series.Count == 0)
        {
            bool isRead = sources.Any(source => source.Value is not null);
            return HealthCheck.NotMeasured(HealthComponent.UptimeChecks, HealthWords.Join(Silence(sources, now), missing), Unrecorded) with
            {
                Value = isRead ? 0L : null,
                Unit = "checks/1 h",
                Evidence = Evidence(sources),
            };
        }

        UptimeSeries worst = series.MaxBy(one => (one.FailuresInARow, one.Checks - one.Online))!;
        long failed = worst.Checks - worst.Online;
        HealthStatus status = HealthThresholds.FailuresInARow.Judge(worst.FailuresInARow);
        return new HealthCheck
        {
            Component = nameof(HealthComponent.UptimeChecks),
            // A failure that is over is still a failure of this hour.
            Status = status == HealthStatus.Healthy && failed > 0 ? HealthStatus.Degraded : status,
            Value = series.Sum(one => one.Checks),
            Unit = "checks/1 h",
            Confidence = missing.Length > 0 ? Confidence.Medium : Confidence.High,
            Reason = HealthWords.Join(
                failed == 0
                    ? ""
                    : worst.FailuresInARow > 0
                        ? $"the last {HealthWords.Count(worst.FailuresInARow)} checks of {worst.Service} failed"
                        : $"{HealthWords.Count(failed)} of {HealthWords.Count(worst.Checks)} checks of {worst.Service} failed, the last did not",
                missing),
            Remedy = failed == 0 ? null : Failing,
            Evidence = Evidence(sources),
        };
    }

    private static string Silence(Measurement<IReadOnlyList<UptimeSeries>>[] sources, DateTimeOffset now) =>
        string.Join("; ", sources.Where(source => source.Value is not null).Select(source =>
            source.Value!.Max(one => one.Newest) is { } newest
                ? $"nothing has written {source.Source} since {HealthWords.Since(newest, now)}"
                : $"nothing has ever written {source.Source}"));

    private static Dictionary<string, object?> Evidence(Measurement<IReadOnlyList<UptimeSeries>>[] sources)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal);
        foreach (Measurement<IReadOnlyList<UptimeSeries>> source in sources)
        {
            evidence[source.Source] = source.Value is not { } series ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Newest"] = series.Max(one => one.Newest),
                ["Checks"] = series.Sum(one => one.Checks),
                ["Online"] = series.Sum(one => one.Online),
            };
        }

        return evidence;
    }
}
