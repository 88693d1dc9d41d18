using XmrtOps.Authentication;
using XmrtOps.Connections;
using XmrtOps.Sandbox;

namespace XmrtOps.Tests.Authentication;

public sealed class ConvertFromJwtTests
{
    private static readonly SandboxIdentity s_identity = new(DateTimeOffset.Now.AddDays(-30));

    [Fact]
    public void An_access_token_shows_its_claims_and_that_nothing_was_verified()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        DecodedJwt jwt = Read(s_identity.Sign(TokenForge.UserClaims(now)), out PwshResult result);

        Assert.Equal((TokenKind.UserAccessToken, false, "HS256", "authenticated", "abcdefghijklmnopqrst"),
            (jwt.Kind, jwt.IsVerified, jwt.Algorithm, jwt.Role, jwt.ProjectRef));
        Assert.Equal(["authenticated"], jwt.Audience);
        Assert.False(jwt.IsExpired);
        Assert.InRange(jwt.Remaining!.Value, TimeSpan.FromMinutes(49), TimeSpan.FromMinutes(50));
        Assert.Empty(jwt.Findings);
        Assert.Contains("decoded, not verified", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_told_apart_and_never_shown()
    {
        (string Token, TokenKind Kind, string? Finding)[] cases =
        [
            (s_identity.AnonKey, TokenKind.LegacyAnonKey, "LegacyKey"),
            (s_identity.ServiceRoleKey, TokenKind.LegacyServiceRoleKey, "SecretKey"),
            (s_identity.PublishableKey, TokenKind.PublishableKey, "NotAJwt"),
            (s_identity.SecretKey, TokenKind.SecretKey, "SecretKey"),
            (s_identity.SupabaseToken, TokenKind.PersonalAccessToken, "NotAJwt"),
        ];
        foreach ((string token, TokenKind kind, string? finding) in cases)
        {
            DecodedJwt jwt = Read(token, out PwshResult result, "-Verbose");
            Assert.Equal(kind, jwt.Kind);
            Assert.Contains(jwt.Findings, found => found.Code == finding);
            Assert.DoesNotContain(token, result.Screen + string.Concat(result.Verbose) + jwt, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Bearer {0}", "SchemeIncluded")]
    [InlineData("authorization: bearer {0}", "SchemeIncluded")]
    [InlineData("{0}\r\n", "WhiteSpaceAround")]
    [InlineData("\"{0}\"", "QuotesIncluded")]
    public void What_a_clipboard_adds_is_taken_away_and_named(string form, string code)
    {
        DecodedJwt jwt = Read(form.Replace("{0}", s_identity.AnonKey, StringComparison.Ordinal), out _);

        Assert.Equal(TokenKind.LegacyAnonKey, jwt.Kind);
        Assert.Contains(jwt.Findings, finding => finding.Code == code);
    }

    [Fact]
    public void A_line_break_in_the_middle_is_taken_away_and_named()
    {
        DecodedJwt jwt = Read(s_identity.AnonKey.Insert(60, "\r\n  "), out _);

        Assert.Equal(TokenKind.LegacyAnonKey, jwt.Kind);
        Assert.Equal(s_identity.AnonKey.Length, jwt.Length);
        Assert.Equal("LineBreakInToken", jwt.Findings[0].Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("...")]
    [InlineData("!!!.???.###")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AAAA")]
    [InlineData("WzFd.WzFd.AAAA")]
    public void What_is_no_token_is_a_record_that_says_why(string text)
    {
        DecodedJwt jwt = Read(text, out _);

        Assert.Equal(TokenKind.Unrecognized, jwt.Kind);
        Assert.Equal("NotAToken", jwt.Findings[0].Code);
    }

    [Fact]
    public void A_token_of_a_megabyte_is_refused_at_once()
    {
        DecodedJwt jwt = Read(s_identity.Sign(new Dictionary<string, object?> { ["x"] = new string('x', 1024 * 1024) }), out _);

        Assert.Equal(TokenKind.Unrecognized, jwt.Kind);
        Assert.Contains("characters", jwt.Findings[0].Reason, StringComparison.Ordinal);
        Assert.Empty(jwt.Claims);
    }

    [Theory]
    [InlineData("abc", "ExpiryNotANumber")]
    [InlineData(1_600_000_000L, "Expired")]
    [InlineData(1_900_000_000_000L, "MillisecondsAsSeconds")]
    [InlineData(null, "ExpiryNotANumber")]
    public void Times_that_are_none_are_found(object? expiry, string code)
    {
        DecodedJwt jwt = Read(s_identity.Sign(new Dictionary<string, object?> { ["sub"] = "x", ["exp"] = expiry }), out _);

        Assert.Contains(jwt.Findings, finding => finding.Code == code);
    }

    [Fact]
    public void Claims_of_every_kind_can_be_read_in_a_pipe_also_from_a_SecureString()
    {
        using PwshSession session = new();
        session.Set("secret", SecureText.Conceal(s_identity.Sign(new Dictionary<string, object?>
        {
            ["app_metadata"] = new Dictionary<string, object> { ["provider"] = "email" },
            ["amr"] = new[] { 1, 2 },
            ["half"] = 1.5,
            ["yes"] = true,
        })));

        Assert.Equal(
            ["email", 2L, 1.5, true],
            session.Run("$jwt = $secret | ConvertFrom-XmrtJwt; $jwt.Claims.app_metadata.provider; $jwt.Claims.amr[1]; $jwt.Claims.half; $jwt.Claims.yes")
                .Succeeded().Output.Select(value => value!.BaseObject));
        Assert.Equal(["NotAToken"], session.Run("ConvertFrom-XmrtJwt 5").ErrorIds);
    }

    private static DecodedJwt Read(string token, out PwshResult result, string more = "")
    {
        using PwshSession session = new();
        session.Set("token", token);
        result = session.Run($"ConvertFrom-XmrtJwt $token {more}").Succeeded();
        return result.Of<DecodedJwt>().Single();
    }
}
