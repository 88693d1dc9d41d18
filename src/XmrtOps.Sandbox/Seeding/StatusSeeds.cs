namespace XmrtOps.Sandbox.Seeding;

/// <summary>Tables that hold a state rather than a history: keys, services, flags, issues.</summary>
internal static class StatusSeeds
{
    private static readonly string[] Keys =
        ["github", "github_session", "openai", "deepseek", "xai", "vercel", "lovable", "gemini", "elevenlabs"];

    private static readonly string[] Services = ["mining-proxy", "lovable-chat", "python-executor", "event-router", "pool", "relay"];
    private static readonly string[] Flags = ["maintenance", "mining_enabled", "autonomy_level", "night_mode", "beta_chat"];
    private static readonly string[] Executives = ["Eliza", "CSO", "CTO", "CIO", "CAO"];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        yield return new("public.api_key_health",
            "id, service_name, key_type, is_healthy, last_checked, error_message, expiry_warning, "
            + "days_until_expiry, created_at, updated_at",
            Keys.Length,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var healthy = unit is not (2 or 8);
                var expires = unit == 5;
                rows.Row().Uuid(random.Uuid()).Text(Keys[unit]).Text("api_key").Bool(healthy)
                    .Time(context.Now.AddMinutes(-4)).Text(healthy ? null : "401 Unauthorized").Bool(expires)
                    .Int32(expires ? 6 : null).Time(context.Clock.Start).Time(context.Now.AddMinutes(-4));
            });
        yield return new("public.service_status", "service_name, is_running, last_checked_at, metrics", Services.Length,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Text(Services[unit]).Bool(unit != 5).Time(context.Now.AddMinutes(-2))
                    .Json($$"""{"requests":{{random.Below(900)}}}"""));
        yield return new("public.service_status_history", "id, service_name, snapshot, created_at", 288,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text(random.Pick(Services)).Json("""{"is_running":true}""")
                    .Time(context.Clock.Recent(unit, 288, 2_880, ref random)));
        yield return new("public.system_flags", "key, value, updated_at", Flags.Length,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Text(Flags[unit]).Json($$"""{"enabled":{{(unit % 2 == 1 ? "true" : "false")}}}""")
                    .Time(context.Clock.Spread(unit, Flags.Length, ref random)));
        yield return new("public.system_issues", "id, code, severity, status, title, detected_at, remediation", 6,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text($"ISSUE-{unit:d3}").Text(unit == 0 ? "high" : "medium")
                    .Text(unit < 2 ? "open" : "resolved").Text("Queue depth above its limit")
                    .Time(context.Clock.Spread(unit, 6, ref random)).Text("Restart the dispatcher"));
        yield return new("public.communication_rate_limits",
            "id, channel, executive_name, max_per_window, messages_sent, window_start, window_end", Executives.Length,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text("email").Text(Executives[unit]).Int32(10).Int32(random.Below(12))
                    .Time(context.Now.AddMinutes(-20)).Time(context.Now.AddMinutes(40)));
    }
}
