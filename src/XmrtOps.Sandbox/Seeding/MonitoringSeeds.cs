namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// Health checks and monitoring history. Clocks fill these tables, so the scale leaves most of them alone.
/// </summary>
internal static class MonitoringSeeds
{
    private const int HoursPerCheck = 2;
    private const int DaysWithoutChecks = 10;
    private const int MetricHours = 14 * 24;
    private const int LogHours = 60 * 24;
    private const int SnapshotHours = 60 * 24;
    private static readonly string[] Services = ["frontend", "io", "ecosystem", "dao"];
    private static readonly string[] Outages =
        ["The signal has been aborted", "Signal timed out.", "error sending request for url (https://www.example.com/)"];

    private static readonly (string Name, string Category)[] Metrics =
        [("health_score", "health"), ("active_agents", "agents"), ("pending_tasks", "tasks"), ("api_keys_healthy", "api")];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        yield return FrontendChecks(context);
        yield return ServiceChecks(context);
        yield return FunctionLogs(context);
        yield return SystemLogs(context);
        yield return new("public.system_metrics",
            "id, metric_name, metric_value, metric_category, measured_at, metadata",
            MetricHours,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = LastFullHour(context).AddHours(unit - MetricHours + 1);
                foreach (var (name, category) in Metrics)
                    rows.Row().Uuid(random.Uuid()).Text(name).Numeric(random.Between(3, 100), 0).Text(category)
                        .Time(time).Json("{}");
            });
        yield return PerformanceLogs(context);
    }

    // The last check is ten days old: nobody calls the function any more.
    private static TableSeed FrontendChecks(SeedContext context) => new(
        "public.frontend_health_checks",
        "id, check_timestamp, status, status_code, response_time_ms, error_message, metadata, created_at",
        (SeedClock.Days - DaysWithoutChecks) * 24 / HoursPerCheck,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var time = context.Clock.Start.AddHours(unit * HoursPerCheck);
            rows.Row().Uuid(random.Uuid()).Time(time);
            _ = random.Below(100) switch
            {
                < 96 => rows.Text("online").Int32(200).Int32(random.Between(60, 700)).Null(),
                < 98 => rows.Text("degraded").Int32(random.Chance(50) ? 503 : 500).Int32(random.Between(900, 4_900))
                    .Null(),
                _ => rows.Text("offline").Null().Null().Text(random.Pick(Outages)),
            };
            rows.Json("""{"source":"vercel-manager"}""").Time(time);
        });

    private static TableSeed ServiceChecks(SeedContext context) => new(
        "public.vercel_service_health",
        "id, service_name, status, status_code, response_time_ms, check_timestamp, error_message, metadata, created_at",
        300,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var time = context.Clock.Spread(unit, 300, ref random).AddHours(-9);
            foreach (var service in Services)
            {
                rows.Row().Uuid(random.Uuid()).Text(service);
                _ = random.Below(100) switch
                {
                    < 94 => rows.Text("online").Int32(200).Int32(random.Between(60, 900)).Time(time).Null(),
                    < 97 => rows.Text("degraded").Int32(404).Int32(random.Between(200, 3_000)).Time(time).Null(),
                    _ => rows.Text("offline").Int32(0).Int32(10_000).Time(time).Text(random.Pick(Outages)),
                };
                rows.Json("{}").Time(time);
            }
        });

    private static TableSeed FunctionLogs(SeedContext context)
    {
        const int inTheLastHour = 24;
        var logs = context.Scaled(2_000);
        return new(
            "public.vercel_function_logs",
            "id, function_name, function_path, invocation_id, status, execution_time_ms, cold_start, region, "
            + "request_method, request_path, response_status, error_message, logs, metadata, invoked_at, created_at",
            logs,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var old = logs - inTheLastHour;
                var time = unit >= old
                    ? context.Clock.Recent(unit - old, inTheLastHour, 60, ref random)
                    : context.Clock.Spread(unit, old, ref random);
                // Every tenth of the recent ones, so that an error is in sight whatever the seed.
                var status = unit >= old && unit % 10 == 0 ? "error"
                    : random.Below(100) switch { < 95 => "success", < 98 => "error", _ => "timeout" };
                rows.Row().Uuid(random.Uuid()).Text("api/health").Text("/api/health").Text($"iad1::{random.Next():x16}")
                    .Text(status).Int32(status == "timeout" ? 10_000 : random.Between(8, 900)).Bool(random.Chance(6))
                    .Text("iad1").Text("GET").Text("/api/health")
                    .Int32(status switch { "success" => 200, "error" => 500, _ => 504 })
                    .Text(status == "success" ? null : status == "error" ? "TypeError: fetch failed" : "Task timed out")
                    .TextArray(status == "success" ? null : "at handler (/var/task/api/health.js:12:9)")
                    .Json("{}").Time(time).Time(time);
            });
    }

    // Two a run and two runs at each full hour, as two cron jobs call system-health.
    private static TableSeed SystemLogs(SeedContext context) => new(
        "public.system_logs",
        "id, created_at, log_level, log_source, log_category, message, details, resolved, resolved_at",
        LogHours,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var time = LastFullHour(context).AddHours(unit - LogHours + 1).AddSeconds(2);
            rows.Row().Uuid(random.Uuid()).Time(time).Text("info").Text("edge_function").Text("health")
                .Text($"[system-health] Health check completed: {random.Between(60, 100)}/100").Json("{}").Bool(false)
                .Null();
            var level = random.Below(100) switch { < 80 => "info", < 93 => "warning", < 99 => "error", _ => "critical" };
            var resolved = level is "error" or "critical" && random.Chance(50);
            rows.Row().Uuid(random.Uuid()).Time(time.AddSeconds(1)).Text(level)
                .Text(random.Chance(80) ? "edge_function" : "background_task").Text("system")
                .Text(level is "info" ? "[agent-manager] Agents rebalanced" : $"[mining-proxy] upstream answered {random.Between(500, 504)}")
                .Json("{}").Bool(resolved).Time(resolved ? time.AddHours(3) : null);
        });

    private static TableSeed PerformanceLogs(SeedContext context) => new(
        "public.system_performance_logs",
        "id, recorded_at, snapshot_type, health_score, health_status, agent_stats, task_stats, python_execution_stats, "
        + "api_health_stats, conversation_stats, issues_detected, recommendations, created_at",
        SnapshotHours,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var time = LastFullHour(context).AddHours(unit - SnapshotHours + 1).AddSeconds(1);
            var score = random.Below(100) switch
            {
                < 85 => random.Between(90, 100),
                < 95 => random.Between(70, 89),
                < 99 => random.Between(50, 69),
                _ => random.Between(20, 49),
            };
            var status = score switch { < 50 => "critical", < 70 => "degraded", < 90 => "warning", _ => "healthy" };
            rows.Row().Uuid(random.Uuid()).Time(time).Text("hourly").Numeric(score, 0).Text(status)
                .Json($$"""{"total":12,"busy":{{random.Below(9)}}}""")
                .Json($$"""{"pending":{{random.Below(40)}},"blocked":{{random.Below(6)}}}""")
                .Json($$"""{"total":{{random.Below(30)}},"failed":{{random.Below(5)}}}""")
                .Json("""{"healthy":7,"total":9}""")
                .Json($$"""{"active":{{random.Below(30)}}}""")
                .JsonArray(score >= 90 ? null : """{"severity":"warning","message":"API key unhealthy: openai"}""")
                .TextArray(score >= 90 ? null : "Renew the key of openai").Time(time);
        });

    private static DateTime LastFullHour(SeedContext context) =>
        new(context.Now.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
}
