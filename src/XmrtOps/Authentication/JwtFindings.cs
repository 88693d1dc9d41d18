using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What is wrong with a token, or worth knowing of it, as far as that shows without a key.</summary>
internal static class JwtFindings
{
    // Gateways refuse header lines that are longer; a token in a cookie has to be half of that.
    private const int LongHeader = 8 * 1024;

    public static IEnumerable<Finding> Of(DecodedJwt jwt, TokenText token, JwtParts parts) =>
        token.Findings.Concat((jwt.Kind switch
        {
            TokenKind.PublishableKey or TokenKind.SecretKey or TokenKind.PersonalAccessToken => OfKey(jwt.Kind),
            TokenKind.Unrecognized => OfNoJwt(parts),
            _ => OfJwt(jwt, parts),
        }).Select(finding => finding with { MeasuredAt = jwt.MeasuredAt }));

    private static IEnumerable<Finding> OfKey(TokenKind kind)
    {
        yield return new Finding
        {
            Code = "NotAJwt",
            Severity = Severity.Information,
            Reason = kind == TokenKind.PersonalAccessToken
                ? "It is a person's token for Supabase's Management API, no JWT: neither REST nor functions take it."
                : "It is an API key of the new kind, no JWT: nothing in it can be read. As Bearer it is taken only where it "
                + "equals the apikey header; functions that demand a JWT refuse it.",
        };
        if (kind != TokenKind.PublishableKey)
        {
            yield return Powerful(kind == TokenKind.SecretKey
                ? "It is a secret key: it bypasses row level security."
                : "It may do whatever its person may, in all of their projects.");
        }
    }

    private static IEnumerable<Finding> OfNoJwt(JwtParts parts)
    {
        yield return new Finding
        {
            Code = "NotAToken",
            Severity = Severity.Critical,
            Reason = $"It is no token that can be read. {parts.Fault}",
            Remedy = "Copy the whole token again, from its first character to its last.",
        };
    }

    private static IEnumerable<Finding> OfJwt(DecodedJwt jwt, JwtParts parts)
    {
        if (!parts.HasSignature || parts.Algorithm.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            yield return new Finding
            {
                Code = "Unsigned",
                Severity = Severity.Critical,
                Reason = "It is not signed: anybody can have written it, and no service must take it.",
            };
        }

        if (jwt.Kind == TokenKind.LegacyServiceRoleKey)
        {
            yield return Powerful("It is the service_role key: it bypasses row level security.");
        }

        if (jwt.Kind is TokenKind.LegacyAnonKey or TokenKind.LegacyServiceRoleKey)
        {
            yield return new Finding
            {
                Code = "LegacyKey",
                Severity = Severity.Information,
                Reason = "It is a legacy key, signed with the project's secret; where these are disabled it is refused.",
                Remedy = "Replace it by a key of the new kind: sb_publishable_… for browsers, sb_secret_… for servers.",
            };
        }

        if (jwt.Length > LongHeader)
        {
            yield return new Finding
            {
                Code = "LongToken",
                Severity = Severity.Warning,
                Reason = string.Create(
                    CultureInfo.CurrentCulture,
                    $"It has {jwt.Length:N0} characters: servers and proxies refuse headers of that size."),
                Remedy = "Keep less in app_metadata and user_metadata: all of it is in every request.",
            };
        }

        foreach (Finding finding in OfTimes(jwt, parts))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfTimes(DecodedJwt jwt, JwtParts parts)
    {
        JwtTime expiry = JwtTime.Of(parts, "exp");
        if (!expiry.IsPresent)
        {
            yield return new Finding
            {
                Code = "NoExpiry",
                Severity = Severity.Warning,
                Reason = "It has no exp: it is valid for ever, wherever that is allowed.",
            };
        }
        else if (expiry.Seconds is null)
        {
            yield return new Finding
            {
                Code = "ExpiryNotANumber",
                Severity = Severity.Critical,
                Reason = "Its exp is not a number of seconds: PostgREST refuses it (PGRST303).",
            };
        }
        else if (expiry.LooksLikeMilliseconds)
        {
            yield return new Finding
            {
                Code = "MillisecondsAsSeconds",
                Severity = Severity.Warning,
                Reason = "Its exp is given in milliseconds, and is read as seconds: it practically never expires.",
            };
        }
        else if (jwt.IsExpired == true)
        {
            yield return new Finding
            {
                Code = "Expired",
                Severity = Severity.Critical,
                Reason = $"It expired at {expiry}.",
                Remedy = jwt.Kind == TokenKind.UserAccessToken
                    ? "The client has to refresh the session; signing in again does it in any case."
                    : "Issue a new one.",
            };
        }
    }

    private static Finding Powerful(string reason) => new()
    {
        Code = "SecretKey",
        Severity = Severity.Warning,
        Reason = reason,
        Remedy = "It belongs in no browser, no repository and no ticket. If it was in one, replace it.",
    };
}
