namespace XmrtOps.Authentication;

/// <summary>Holds a token against all that is asked of it, each by itself.</summary>
internal static class JwtChecks
{
    private static readonly string[] s_unreadable = ["Signature", "Expiry"];

    public static async Task<IReadOnlyList<JwtCheck>> OfAsync(
        string given, JwtExpectation expected, DateTimeOffset now, CancellationToken cancellation)
    {
        string token = TokenText.Of(given, now).Text;
        JwtParts parts = JwtParts.Of(token);
        TokenKind kind = JwtDecoder.KindOf(token, parts);
        List<JwtCheck> checks = [Form(kind, parts)];
        if (checks[0].Passed == true)
        {
            checks.Add(await JwtSignatureCheck.OfAsync(token, kind, parts, expected, cancellation));
            checks.AddRange(JwtClaimChecks.Of(kind, parts, expected, now));
        }
        else
        {
            checks.AddRange(s_unreadable.Select(name => new JwtCheck
            {
                Name = name,
                Passed = null,
                Reason = "It is no JWT that can be read.",
            }));
        }

        return [.. checks.Select(check => check with { Kind = kind, MeasuredAt = now.ToLocalTime() })];
    }

    private static JwtCheck Form(TokenKind kind, JwtParts parts) => new()
    {
        Name = "Form",
        Passed = parts.Fault is null,
        Reason = kind switch
        {
            TokenKind.PublishableKey or TokenKind.SecretKey =>
                "It is an API key of the new kind, and no JWT: there is nothing in it to verify.",
            TokenKind.PersonalAccessToken => "It is a token for Supabase's Management API, and no JWT.",
            _ => parts.Fault ?? "It has a header, a payload and the place for a signature.",
        },
        UserSees = parts.Fault is null ? [] : JwtSymptoms.Form(kind),
        Remedy = parts.Fault is null ? null
            : kind == TokenKind.Unrecognized ? "Copy the whole token again, from its first character to its last."
            : "Send it in the header apikey; as Bearer send the user's access token.",
    };
}
