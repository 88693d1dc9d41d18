using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>
/// What recent_function_errors of system_health_summary counts: Vercel's functions (not Supabase's), errors without
/// timeouts. Rows come from the Vercel side, if it pushes any.
/// </summary>
internal sealed record VercelFunctionErrors(DateTimeOffset? Newest, long Calls, long Errors, long Timeouts, string? Worst)
{
    public const string Table = "public.vercel_function_logs";
    public const string Question = "Health/Checks/VercelFunctionErrors.sql";

    public static VercelFunctionErrors Read(DbDataReader row) =>
        new(row.Time(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.Text(4));

    public HealthCheck Judge(DateTimeOffset now)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Calls"] = Calls,
            ["Errors"] = Errors,
            ["Timeouts"] = Timeouts,
            ["Newest"] = Newest,
            ["Worst"] = Worst,
        };
        if (Calls == 0)
        {
            return HealthCheck.NotMeasured(
                HealthComponent.VercelFunctionErrors,
                Newest is { } newest
                    ? $"nothing has written vercel_function_logs since {HealthWords.Since(newest, now)}"
                    : "nothing has ever written vercel_function_logs",
                "Get-XmrtLog -Source Frontend -Status 5xx") with
            {
                Unit = "errors/1 h",
                Threshold = HealthThresholds.ErrorsAnHour.Degraded,
                Evidence = evidence,
            };
        }

        long failed = Errors + Timeouts;
        double percent = 100.0 * failed / Calls;
        HealthStatus byRate = Calls < HealthThresholds.CallsForARate
            ? HealthStatus.Healthy
            : HealthThresholds.FunctionErrorPercent.Judge(percent);
        HealthStatus byCount = HealthThresholds.ErrorsAnHour.Judge(failed);
        HealthStatus status = (HealthStatus)Math.Max((int)byRate, (int)byCount);
        return new HealthCheck
        {
            Component = nameof(HealthComponent.VercelFunctionErrors),
            Status = status,
            Value = failed,
            Unit = "errors/1 h",
            Threshold = HealthThresholds.ErrorsAnHour.Degraded,
            Reason = failed == 0
                ? ""
                : $"{HealthWords.Count(failed)} of {HealthWords.Count(Calls)} calls failed, {HealthWords.Count(Timeouts)} by timeout"
                    + (status == HealthStatus.Healthy || Worst is null ? "" : $"; worst: {Worst}"),
            Remedy = status == HealthStatus.Healthy ? null : "Get-XmrtLog -Source Frontend -Status 5xx",
            Evidence = evidence,
        };
    }
}
