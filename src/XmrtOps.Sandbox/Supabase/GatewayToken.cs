using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>What the gateway finds in a token that a caller sends.</summary>
/// <param name="Problem">Code and message of the refusal; null for a token that is good.</param>
/// <param name="Algorithm">The algorithm that it names.</param>
/// <param name="Payload">Its claims; null where they cannot be read.</param>
internal sealed record GatewayToken((string Code, string Message)? Problem, string? Algorithm, JsonObject? Payload)
{
    public static GatewayToken Check(string? token, SupabasePlatform platform)
    {
        if (token is null) return Bad("UNAUTHORIZED_NO_AUTH_HEADER", "Missing authorization header");

        var parts = token.Split('.');
        if (parts.Length != 3 || TokenJson.Object(parts[0]) is not { } header || TokenJson.Object(parts[1]) is not { } payload)
        {
            return Bad("UNAUTHORIZED_INVALID_JWT_FORMAT", "Invalid Token or Protected Header formatting");
        }

        var algorithm = header.Text("alg");
        return new GatewayToken(ProblemOf(algorithm, parts, payload, platform), algorithm, payload);
    }

    private static (string Code, string Message)? ProblemOf(
        string? algorithm, string[] parts, JsonObject payload, SupabasePlatform platform)
    {
        if (algorithm is "ES256" or "RS256" or "EdDSA") return ("UNAUTHORIZED_ASYMMETRIC_JWT", "Unsupported JWT algorithm");
        if (algorithm != "HS256") return ("UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM", "Unsupported JWT algorithm");
        if (!IsSigned(parts, platform.Identity.JwtSecret) || !platform.SigningKeys.IsLegacyTrusted)
        {
            return ("UNAUTHORIZED_LEGACY_JWT", "Invalid JWT");
        }

        var expires = payload.Number("exp");
        return expires is not null && expires <= platform.Clock.GetUtcNow().ToUnixTimeSeconds()
            ? ("UNAUTHORIZED_LEGACY_JWT", "Invalid JWT")
            : null;
    }

    private static bool IsSigned(string[] parts, string secret)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(expected)), Encoding.ASCII.GetBytes(parts[2]));
    }

    private static GatewayToken Bad(string code, string message) => new((code, message), Algorithm: null, Payload: null);
}
