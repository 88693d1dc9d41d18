namespace XmrtOps.Sandbox.Seeding;

/// <summary>Devices, addresses and events of the frontend: what an access review reads.</summary>
internal static class AccessSeeds
{
    private const int DeviceCount = 40;
    private static readonly ulong DeviceSubject = SeededRandom.Subject("device");
    private static readonly string[] UserAgents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
        "python-requests/2.32.3",
    ];

    private static readonly string[] Events = ["page_view", "page_view", "page_view", "wallet_connect", "chat_open", "error"];
    private static readonly string[] Activities = ["page_view", "api_call", "mining_heartbeat"];

    public static string UserAgent(ref SeededRandom random) => random.Pick(UserAgents);

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        yield return new("public.devices", "id, device_fingerprint, device_type, last_seen_at, created_at", DeviceCount,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var created = context.Clock.Spread(unit, DeviceCount, ref random);
                rows.Row().Uuid(context.Id(DeviceSubject, unit)).Text($"{random.Next():x16}")
                    .Text(random.Chance(70) ? "android" : "ios").Time(context.Now.AddMinutes(-random.Below(3_000)))
                    .Time(created);
            });

        var addresses = context.Scaled(500);
        yield return new("public.ip_address_log",
            "id, ip_address, first_seen, last_seen, total_requests, activity_type, user_agent, "
            + "device_id, geolocation, metadata, created_at",
            addresses,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var first = context.Clock.Spread(unit, addresses, ref random);
                var last = first.AddTicks(random.Below((context.Now - first).Ticks) / 10 * 10);
                rows.Row().Uuid(random.Uuid()).Inet(Addresses.At(unit)).Time(first).Time(last)
                    .Int64(random.Between(1, 4_000)).Text(random.Pick(Activities)).Text(UserAgent(ref random))
                    .Uuid(random.Chance(30) ? context.Id(DeviceSubject, random.Below(DeviceCount)) : null)
                    .Json("""{"country":"XX"}""").Json("{}").Time(first);
            });

        var events = context.Scaled(1_500);
        yield return new("public.frontend_events",
            "id, event_type, ip_address, user_agent, session_id, metadata, occurred_at", events,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text(random.Pick(Events)).Inet(Addresses.At(random.Below(addresses)))
                    .Text(UserAgent(ref random)).Text($"{random.Next():x12}").Json("{}")
                    .Time(context.Clock.Spread(unit, events, ref random)));

        const int failures = 120;
        yield return new("public.network_access_errors", "id, function_name, error_type, target_url, created_at", failures,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text(random.Chance(60) ? "mining-proxy" : "github-integration")
                    .Text(random.Chance(70) ? "timeout" : "dns").Text("https://api.example.com/v1/status")
                    .Time(context.Clock.Spread(unit, failures, ref random)));
    }
}
