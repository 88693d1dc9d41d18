using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>
/// Who a caller is by the token that comes along. A key of the new kinds is no token: where no other one came, the gateway
/// puts one of the key's role in its place.
/// </summary>
internal static class RestToken
{
    private const long SkewSeconds = 30;

    public static RestCaller Identify(StandInRequest request, SupabasePlatform platform, string? anonymousRole)
    {
        var token = Bearer(request);
        var key = request.Headers.GetValueOrDefault("apikey") ?? request.First("apikey") ?? string.Empty;
        if (key.StartsWith("sb_", StringComparison.Ordinal) && (token is null || token == key))
        {
            return Caller(new JsonObject { ["role"] = platform.ApiKeys.OfValue(key)?.Role }, anonymousRole);
        }

        if (token is null) return Caller([], anonymousRole);

        var claims = Verify(token, platform);
        CheckTimes(claims, platform);
        return Caller(claims, anonymousRole);
    }

    /// <summary>Why a token is not good; null for one that is.</summary>
    public static RestException? ProblemOf(string token, SupabasePlatform platform)
    {
        try
        {
            CheckTimes(Verify(token, platform), platform);
            return null;
        }
        catch (RestException problem)
        {
            return problem;
        }
    }

    private static string? Bearer(StandInRequest request)
    {
        var words = request.Headers.GetValueOrDefault("Authorization", string.Empty).Split(' ', 2);
        return words[0] is "Bearer" or "bearer" ? words.ElementAtOrDefault(1)?.Trim() ?? string.Empty : null;
    }

    private static RestCaller Caller(JsonObject claims, string? anonymousRole)
    {
        var role = claims["role"] switch
        {
            null => anonymousRole ?? throw RestErrors.AnonymousIsDisabled(),
            JsonValue value when value.TryGetValue(out string? text) => text,
            var other => other.ToJsonString(),
        };
        claims["role"] = role;
        return new RestCaller(role, claims.ToJsonString(), role == anonymousRole);
    }

    private static JsonObject Verify(string token, SupabasePlatform platform)
    {
        if (token.Length == 0) throw RestErrors.BadToken("Empty JWT is sent in Authorization header");

        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            throw RestErrors.BadToken(string.Create(
                CultureInfo.InvariantCulture, $"Expected 3 parts in JWT; got {parts.Length}"));
        }

        if (TokenJson.Object(parts[0]) is not { } header || header.Text("alg") is not { } algorithm || TokenJson.Bytes(parts[2]) is not { } signature)
        {
            throw RestErrors.BadToken("JWT couldn't be decoded");
        }

        if (algorithm == "none")
        {
            throw RestErrors.BadToken(
                "Wrong or unsupported encoding algorithm", "JWT is unsecured but expected 'alg' was not 'none'");
        }

        var keys = platform.SigningKeys.Trusted(algorithm, header.Text("kid"));
        if (keys.Count == 0)
            throw RestErrors.BadToken("No suitable key or wrong key type", "No suitable key was found to decode the JWT");

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!keys.Any(key => key.Signer.Verifies(signed, signature)))
            throw RestErrors.BadToken("No suitable key or wrong key type", "None of the keys was able to decode the JWT");

        return TokenJson.Object(parts[1]) ?? throw Claims("Parsing claims failed", platform);
    }

    private static void CheckTimes(JsonObject claims, SupabasePlatform platform)
    {
        var now = platform.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (Time("exp") is { } expires && now - SkewSeconds > expires) throw Claims("JWT expired", platform);
        if (Time("nbf") is { } begins && now + SkewSeconds < begins) throw Claims("JWT not yet valid", platform);
        if (Time("iat") is { } issued && now + SkewSeconds < issued) throw Claims("JWT issued at future", platform);

        double? Time(string name) => claims[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out double seconds) => Math.Floor(seconds),
            _ => throw Claims($"The JWT '{name}' claim must be a number", platform),
        };
    }

    private static RestException Claims(string message, SupabasePlatform platform) =>
        RestErrors.BadClaims(message, platform.Rest.AnswersOlderErrors);
}
