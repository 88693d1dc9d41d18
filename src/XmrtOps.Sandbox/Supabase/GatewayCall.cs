using System.Globalization;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The gateway's line about a request to REST, Auth or storage: who came with which key and token, never the values.</summary>
internal static class GatewayCall
{
    private const string Token = "request.sb.jwt.authorization.";
    private const int PrefixLength = 16;

    // Functions have a gateway with a log of its own, and nobody logs the metrics.
    private static readonly string[] OtherPaths = ["/functions/", "/customer/"];

    /// <summary>Writes the line.</summary>
    public static void Write(SupabasePlatform platform, StandInRequest request, StandInResponse response)
    {
        if (OtherPaths.Any(path => request.Path.StartsWith(path, StringComparison.Ordinal))) return;

        var status = response.Status.ToString(CultureInfo.InvariantCulture);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["request.method"] = request.Method,
            ["request.path"] = request.Path,
            ["request.headers.cf_connecting_ip"] = AddressOf(request),
            ["response.status_code"] = status,
            ["response.origin_time"] = "1",
            ["identifier"] = platform.Project.Ref,
        };
        if (request.Headers.GetValueOrDefault("apikey") is { } key) AddKey(attributes, key, platform);
        switch (request.BearerToken)
        {
            case null:
                break;
            case var bearer when bearer.StartsWith("sb_", StringComparison.Ordinal):
                attributes["request.sb.apikey.authorization.prefix"] = bearer[..Math.Min(bearer.Length, PrefixLength)];
                break;
            case var bearer:
                AddToken(attributes, GatewayToken.Check(bearer, platform));
                break;
        }

        platform.Log.Write(new PlatformLogEntry(
            Guid.NewGuid(), platform.Clock.GetUtcNow(), "edge_logs", $"{request.Method} | {status} | {request.Path}", "", attributes));
    }

    /// <summary>What a token says of itself, and whether it is good.</summary>
    public static void AddToken(Dictionary<string, string> attributes, GatewayToken token)
    {
        if (token.Problem is not null) attributes[Token + "invalid"] = "true";
        attributes[Token + "payload.algorithm"] = token.Algorithm ?? string.Empty;
        attributes[Token + "payload.role"] = token.Payload?.Text("role") ?? string.Empty;
        if (token.Payload?.Number("exp") is { } expires)
        {
            attributes[Token + "payload.expires_at"] = expires.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The prefix of a key of the new kinds, which says which one it is without saying it, and whether it is taken.</summary>
    public static void AddKey(Dictionary<string, string> attributes, string key, SupabasePlatform platform)
    {
        if (key.StartsWith("sb_", StringComparison.Ordinal))
        {
            attributes["request.sb.apikey.apikey.prefix"] = key[..Math.Min(key.Length, PrefixLength)];
        }

        if (!platform.Takes(key)) attributes["request.sb.apikey.apikey.error"] = "invalid";
    }

    /// <summary>The caller's address: everything comes from this machine, so that the one a proxy would add is believed.</summary>
    public static string AddressOf(StandInRequest request) =>
        request.Headers.GetValueOrDefault("X-Forwarded-For")?.Split(',')[0].Trim() is { Length: > 0 } address ? address : "127.0.0.1";
}
