using XmrtOps.Module;

namespace XmrtOps.Authentication;

/// <summary>Holds the claims of a token against the clock and against what is expected of them.</summary>
internal static class JwtClaimChecks
{
    public static IEnumerable<JwtCheck> Of(TokenKind kind, JwtParts parts, JwtExpectation expected, DateTimeOffset now)
    {
        yield return Expiry(kind, parts, expected.Skew, now);
        if (JwtTime.Of(parts, "nbf") is { IsPresent: true } start)
        {
            yield return NotInFuture("NotBefore", "nbf", start, "JWT not yet valid", expected.Skew, now);
        }

        if (JwtTime.Of(parts, "iat") is { IsPresent: true } issued)
        {
            yield return NotInFuture("IssuedAt", "iat", issued, "JWT issued at future", expected.Skew, now);
        }

        if (expected.Issuer is { } issuer)
        {
            yield return Equal("Issuer", "iss", parts.Text("iss"), issuer) with { UserSees = [] };
        }

        if (expected.Audience is { } audience)
        {
            yield return Audience(JwtDecoder.AudienceOf(parts), audience);
        }

        if (expected.Role is { } role)
        {
            JwtCheck check = Equal("Role", "role", parts.Text("role"), role);
            yield return check.Passed == true ? check : check with { UserSees = JwtSymptoms.OtherRole(parts.Text("role")) };
        }

        if (expected.ProjectRef is { } project)
        {
            yield return Project(kind, JwtDecoder.ProjectRefOf(parts), project);
        }
    }

    private static JwtCheck Expiry(TokenKind kind, JwtParts parts, TimeSpan skew, DateTimeOffset now)
    {
        JwtTime expiry = JwtTime.Of(parts, "exp");
        JwtCheck check = new() { Name = "Expiry", Passed = false, Reason = "" };
        if (!expiry.IsPresent)
        {
            return check with
            {
                Reason = "It has no exp. PostgREST takes it for ever; verifiers that demand an expiry refuse it.",
                Remedy = "Issue it with exp.",
            };
        }

        if (expiry.Seconds is not { } seconds)
        {
            return check with
            {
                Reason = "Its exp is not a number of seconds.",
                UserSees = JwtSymptoms.Claim("The JWT 'exp' claim must be a number"),
                Remedy = "Issue it with exp as a number: seconds since 1970.",
            };
        }

        double left = seconds - (now.ToUnixTimeMilliseconds() / 1000.0);
        if (left + skew.TotalSeconds > 0)
        {
            return check with
            {
                Passed = true,
                Reason = left > 0
                    ? $"It is valid for another {Display.Milliseconds(Math.Min(left * 1000, TimeSpan.MaxValue.TotalMilliseconds / 2))}, by this machine's clock."
                    : $"It expired {Display.Milliseconds(-left * 1000)} ago, which is within the {skew.TotalSeconds:0} s that clocks may differ.",
            };
        }

        return check with
        {
            Reason = $"It expired at {expiry}, {Display.Milliseconds(Math.Min(-left * 1000, TimeSpan.MaxValue.TotalMilliseconds / 2))} ago by this machine's clock.",
            UserSees = JwtSymptoms.Expired(kind),
            Remedy = kind == TokenKind.UserAccessToken
                ? "The client has to refresh its session: supabase.auth.refreshSession(), or sign in again."
                : "Issue a new one.",
        };
    }

    private static JwtCheck NotInFuture(
        string name, string claim, JwtTime time, string message, TimeSpan skew, DateTimeOffset now)
    {
        bool? isPast = time.Seconds is { } seconds
            ? seconds <= (now.ToUnixTimeMilliseconds() / 1000.0) + skew.TotalSeconds
            : null;
        return new JwtCheck
        {
            Name = name,
            Passed = isPast == true,
            Reason = isPast switch
            {
                true => $"Its {claim} is {time}.",
                false => $"Its {claim} lies in the future: {time}.",
                null => $"Its {claim} is not a number of seconds.",
            },
            UserSees = isPast == true ? [] : JwtSymptoms.Claim(isPast == false ? message : $"The JWT '{claim}' claim must be a number"),
            Remedy = isPast == true ? null : "Compare the clocks of this machine, of who issued it and of the server.",
        };
    }

    private static JwtCheck Audience(IReadOnlyList<string> found, string expected) => found.Contains(expected, StringComparer.Ordinal)
        ? new JwtCheck { Name = "Audience", Passed = true, Reason = $"It is for '{expected}'." }
        : new JwtCheck
        {
            Name = "Audience",
            Passed = false,
            Reason = found.Count == 0 ? "It names no audience (aud)." : $"It is for {Quoted(string.Join(", ", found))}, not for '{expected}'.",
            UserSees = JwtSymptoms.Claim("JWT not in audience"),
            Remedy = "Use a token that was issued for this audience; a signed-in user's has 'authenticated'.",
        };

    private static JwtCheck Project(TokenKind kind, string? found, string expected) => new()
    {
        Name = "Project",
        Passed = found is null ? null : found == expected,
        Reason = found is null ? "It names no project."
            : found == expected ? $"It is of the project {expected}."
            : $"It is of the project {Quoted(found)}, not of {expected}.",
        UserSees = found is null || found == expected ? [] : JwtSymptoms.OtherProject(kind),
        Remedy = found is null || found == expected ? null
            : "Set URL and key of the same project in the frontend's environment, and deploy it anew.",
    };

    private static JwtCheck Equal(string name, string claim, string? found, string expected) => new()
    {
        Name = name,
        Passed = found == expected,
        Reason = found == expected ? $"Its {claim} is '{expected}'."
            : found is null ? $"It has no {claim}; '{expected}' was expected."
            : $"Its {claim} is {Quoted(found)}, not '{expected}'.",
        Remedy = found == expected ? null : "Use a token that was issued for this.",
    };

    private static string Quoted(string value) => $"'{Display.OneLine(value, 80)}'";
}
