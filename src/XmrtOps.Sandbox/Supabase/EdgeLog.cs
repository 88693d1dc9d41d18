using System.Globalization;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase.Rest;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>What the gateway logs of a request: where it went, what came of it, and what came along to identify the caller.</summary>
internal static class EdgeLog
{
    private const string Log = "edge_logs";
    private const int PrefixLength = 16;

    /// <summary>The line of one request in edge_logs.</summary>
    public static void Write(SupabasePlatform platform, StandInRequest request, StandInResponse response)
    {
        var status = response.Status.ToString(CultureInfo.InvariantCulture);
        var took = (DateTimeOffset.UtcNow - request.ReceivedAt).TotalMilliseconds;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["request.method"] = request.Method,
            ["request.path"] = request.Path,
            ["request.search"] = Search(request),
            ["request.headers.cf_connecting_ip"] = AddressOf(request),
            ["response.status_code"] = status,
            ["response.origin_time"] = Math.Max(0, took).ToString("0", CultureInfo.InvariantCulture),
            ["identifier"] = platform.Project.Ref,
        };
        AddToken(attributes, platform, request);
        AddKey(attributes, platform, request);
        platform.Log.Write(new PlatformLogEntry(
            Guid.NewGuid(), platform.Clock.GetUtcNow(), Log, $"{request.Method} | {status} | {request.Path}", string.Empty, attributes));
    }

    /// <summary>What is known of the key in the header apikey, without saying it.</summary>
    public static void AddKey(Dictionary<string, string> attributes, SupabasePlatform platform, StandInRequest request)
    {
        if (request.Headers.GetValueOrDefault("apikey") is not { } key) return;

        // The prefix of a key of the new kinds says which one it is.
        if (key.StartsWith("sb_", StringComparison.Ordinal))
            attributes["request.sb.apikey.apikey.prefix"] = key[..Math.Min(key.Length, PrefixLength)];
        if (!platform.Takes(key)) attributes["request.sb.apikey.apikey.error"] = "invalid";
    }

    /// <summary>What a token says of itself.</summary>
    public static void AddClaims(Dictionary<string, string> attributes, string? algorithm, JsonObject? payload)
    {
        const string prefix = "request.sb.jwt.authorization.payload.";
        attributes[prefix + "algorithm"] = algorithm ?? string.Empty;
        attributes[prefix + "role"] = payload?.Text("role") ?? string.Empty;
        if (payload?.Number("exp") is { } expires) attributes[prefix + "expires_at"] = expires.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The caller's address: everything comes from this machine, so that the one a proxy would add is believed.</summary>
    public static string AddressOf(StandInRequest request) =>
        request.Headers.GetValueOrDefault("cf-connecting-ip")
        ?? request.Headers.GetValueOrDefault("x-forwarded-for")?.Split(',')[0].Trim()
        ?? "127.0.0.1";

    private static void AddToken(Dictionary<string, string> attributes, SupabasePlatform platform, StandInRequest request)
    {
        // A key of the new kinds stands for a token, and is none.
        if (request.BearerToken is not { } token || token == request.Headers.GetValueOrDefault("apikey") && token.StartsWith("sb_", StringComparison.Ordinal))
            return;

        if (RestToken.ProblemOf(token, platform) is not null) attributes["request.sb.jwt.authorization.invalid"] = "true";
        var parts = token.Split('.');
        if (parts.Length != 3) return;

        AddClaims(attributes, TokenJson.Object(parts[0])?.Text("alg"), TokenJson.Object(parts[1]));
    }

    private static string Search(StandInRequest request)
    {
        var pairs = request.Query
            .Where(pair => pair.Key != "apikey")
            .SelectMany(pair => pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value)}"));
        return string.Join('&', pairs) is { Length: > 0 } search ? $"?{search}" : string.Empty;
    }
}
