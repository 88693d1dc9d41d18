using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Authentication;

/// <summary>Reads tokens and keys without verifying them.</summary>
internal static class JwtDecoder
{
    private const int ProjectRefLength = 20;

    public static DecodedJwt Decode(string given, DateTimeOffset now)
    {
        TokenText token = TokenText.Of(given, now);
        JwtParts parts = JwtParts.Of(token.Text);
        TokenKind kind = KindOf(token.Text, parts);
        JwtTime expiry = JwtTime.Of(parts, "exp");
        DecodedJwt decoded = new()
        {
            Kind = kind,
            Algorithm = parts.Header.Count == 0 ? null : parts.Algorithm,
            KeyId = parts.KeyId,
            Role = parts.Text("role"),
            Subject = parts.Text("sub"),
            Issuer = parts.Text("iss"),
            Audience = AudienceOf(parts),
            ProjectRef = ProjectRefOf(parts),
            IssuedAt = JwtTime.Of(parts, "iat").At,
            NotBefore = JwtTime.Of(parts, "nbf").At,
            ExpiresAt = expiry.At,
            IsExpired = expiry.At is { } at ? at <= now : null,
            Remaining = expiry.At - now,
            Header = parts.Header,
            Claims = parts.Claims,
            Length = token.Text.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Text))),
            MeasuredAt = now.ToLocalTime(),
        };
        return decoded with
        {
            Findings = [.. JwtFindings.Of(decoded, token, parts).OrderByDescending(finding => finding.Severity)],
        };
    }

    public static TokenKind KindOf(string token, JwtParts parts)
    {
        if (token.StartsWith("sb_publishable_", StringComparison.Ordinal))
        {
            return TokenKind.PublishableKey;
        }

        if (token.StartsWith("sb_secret_", StringComparison.Ordinal))
        {
            return TokenKind.SecretKey;
        }

        if (token.StartsWith("sbp_", StringComparison.Ordinal))
        {
            return TokenKind.PersonalAccessToken;
        }

        if (parts.Fault is not null)
        {
            return TokenKind.Unrecognized;
        }

        bool isKey = parts.Text("sub") is null && (parts.Text("ref") is not null || parts.Text("iss") is "supabase" or "supabase-demo");
        return (isKey, parts.Text("role")) switch
        {
            (true, "anon") => TokenKind.LegacyAnonKey,
            (true, "service_role") => TokenKind.LegacyServiceRoleKey,
            _ when parts.Text("sub") is not null
                && (parts.Text("session_id") is not null || IssuedByAuth(parts.Text("iss"))) => TokenKind.UserAccessToken,
            _ => TokenKind.Jwt,
        };
    }

    /// <summary>The audience is a text, or several in a list.</summary>
    public static IReadOnlyList<string> AudienceOf(JwtParts parts) =>
        parts.Claims.TryGetValue("aud", out object? audience)
            ? audience switch
            {
                string one => [one],
                object?[] several => [.. several.OfType<string>()],
                _ => [],
            }
            : [];

    /// <summary>By the claim ref, or by the host name of the issuer.</summary>
    public static string? ProjectRefOf(JwtParts parts)
    {
        if (parts.Text("ref") is { Length: > 0 } named)
        {
            return named;
        }

        return Uri.TryCreate(parts.Text("iss"), UriKind.Absolute, out Uri? issuer)
            && issuer.Host.Split('.')[0] is { Length: ProjectRefLength } label && label.All(char.IsAsciiLetterLower)
                ? label
                : null;
    }

    private static bool IssuedByAuth(string? issuer) => issuer?.EndsWith("/auth/v1", StringComparison.Ordinal) == true;
}
