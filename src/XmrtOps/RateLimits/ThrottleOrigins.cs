using XmrtOps.Authentication;
using XmrtOps.Connections;
using XmrtOps.Findings;
using XmrtOps.Logs;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.RateLimits;

/// <summary>Tells who refused, and by which setting.</summary>
internal static class ThrottleOrigins
{
    public static ThrottledRequest Of(XmrtConnection connection, RefusedCalls calls, SupabaseAuthConfig? config)
    {
        ThrottledRequest request = new()
        {
            Requests = calls.Calls,
            Endpoint = calls.Path,
            Function = calls.Function,
            Identifier = calls.Address,
            Code = calls.Code,
            FirstSeen = calls.FirstSeen,
            LastSeen = calls.LastSeen,
            Source = calls.Source,
        };
        return calls.Source switch
        {
            "auth_logs" => OfAuth(connection, request, config),
            "function_edge_logs" when calls.WasExecuted => request with
            {
                Origin = ThrottleOrigin.Application,
                Setting = "rate_limits",
                Reason = "The function's own code answered 429: by the table rate_limits, or because a service behind it did.",
                Remedy = $"Get-XmrtRateLimit; Get-XmrtLog Function {CommandText.Argument(calls.Function ?? "")} -Since 1h",
            },
            RecordedRefusalReader.Table => request with
            {
                Origin = ThrottleOrigin.Application,
                Setting = "rate_limits",
                Reason = "The project's table edge_function_logs holds it: a function answered 429. Whether its code or the platform did, only the platform's log says.",
                Remedy = "Get-XmrtRateLimit",
            },
            "function_edge_logs" => request with
            {
                Origin = ThrottleOrigin.FunctionPlatform,
                Code = calls.Code ?? "RATE_LIMIT_EXCEEDED",
                Reason = "The platform refused before the function was called, as it does with functions that call each other. No setting changes that.",
                Remedy = $"Get-XmrtLog Function {CommandText.Argument(calls.Function ?? "")} -Status 429",
            },
            _ => request with
            {
                Origin = ThrottleOrigin.Api,
                Setting = "pgrst.db_pre_request",
                Reason = "The REST service has no limit of its own: a function in the database raised PT429, or the gateway refused.",
                Remedy = "Get-XmrtLog Api -Status 429",
            },
        };
    }

    public static ThrottledRequest Of(VercelRequestLog row)
    {
        // Only what a function answered was let through to one.
        bool isOwn = row.Events?.Any(e => e.Source is "serverless" or "edge-function") == true;
        return new ThrottledRequest
        {
            Origin = isOwn ? ThrottleOrigin.Application : ThrottleOrigin.Firewall,
            Endpoint = row.RequestPath?.Split('?')[0],
            Source = "request-logs",
            Setting = isOwn ? null : "firewall",
            Reason = isOwn
                ? "The frontend's own function answered 429, or handed on that of a service behind it."
                : "Vercel refused before the deployment was called: a rule of its firewall.",
            Remedy = isOwn ? "Get-XmrtLog Frontend -Status 429" : "Add-XmrtFirewallBypass <address> -Note '<why>' -Ttl 7d",
        };
    }

    public static ThrottledRequest Of(SupabaseNetworkBans.Ban ban) => new()
    {
        Origin = ThrottleOrigin.NetworkBan,
        Identifier = ban.BannedAddress,
        Source = "network-bans",
        Reason = "Banned from the database's ports after wrong passwords: connections are refused, which is no 429. HTTP is not affected.",
        Remedy = $"supabase network-bans remove --db-unban-ip {ban.BannedAddress}, after the password is right there",
    };

    private static ThrottledRequest OfAuth(XmrtConnection connection, ThrottledRequest request, SupabaseAuthConfig? config)
    {
        (string? name, int? value) = AuthLimits.Of(request.Code, request.Endpoint, config);
        return request with
        {
            Origin = ThrottleOrigin.Auth,
            Setting = name,
            SettingValue = value,
            Reason = "Auth's own limit, and not the application's table: clearing that changes nothing.",
            Remedy = name is null ? "Get-XmrtAuthSetting" : AuthConfigCommand.Of(connection, name, "<number>"),
        };
    }
}
