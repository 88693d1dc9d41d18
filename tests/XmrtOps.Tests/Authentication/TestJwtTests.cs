using System.Globalization;
using System.Text;
using XmrtOps.Authentication;
using XmrtOps.Connections;
using XmrtOps.Tests.Frontend;

namespace XmrtOps.Tests.Authentication;

public sealed class TestJwtTests : IDisposable
{
    private readonly TokenForge _forge = new();
    private readonly PwshSession _session = new();

    public TestJwtTests()
    {
        _session.Set("secret", SecureText.Conceal(_forge.Secret));
        _session.Set("jwks", _forge.Jwks);
    }

    public void Dispose()
    {
        _session.Dispose();
        _forge.Dispose();
    }

    [Theory]
    [InlineData("HS256", "-Secret $secret")]
    [InlineData("RS256", "-Jwks $jwks")]
    [InlineData("ES256", "-Jwks $jwks")]
    public void A_right_token_passes_every_check(string algorithm, string with)
    {
        IReadOnlyList<JwtCheck> checks = Test(
            _forge.Sign(algorithm, Claims(), algorithm == "HS256" ? null : algorithm[..2] == "RS" ? "rsa" : "ec"),
            $"{with} -Role authenticated -Audience authenticated -ProjectRef abcdefghijklmnopqrst "
            + "-Issuer https://abcdefghijklmnopqrst.supabase.co/auth/v1");

        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Reason}"));
        Assert.Equal(["Form", "Signature", "Expiry", "IssuedAt", "Issuer", "Audience", "Role", "Project"], checks.Select(check => check.Name));
    }

    [Fact]
    public void An_expired_token_is_PGRST303_and_PGRST301_before_version_13()
    {
        Dictionary<string, object?> claims = Claims();
        claims["exp"] = DateTimeOffset.Now.AddMinutes(-5).ToUnixTimeSeconds();

        JwtCheck expiry = Failed(Test(_forge.Sign("HS256", claims), "-Secret $secret"));

        Assert.Equal("Expiry", expiry.Name);
        Assert.Contains(expiry.UserSees, seen => seen.Contains("PGRST303", StringComparison.Ordinal) && seen.Contains("PGRST301", StringComparison.Ordinal));
        Assert.Contains("refresh", expiry.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_may_differ_by_the_skew()
    {
        Dictionary<string, object?> claims = Claims();
        claims["exp"] = DateTimeOffset.Now.AddSeconds(-15).ToUnixTimeSeconds();
        string token = _forge.Sign("HS256", claims);

        Assert.All(Test(token, "-Secret $secret"), check => Assert.True(check.Passed));
        Assert.Equal("Expiry", Failed(Test(token, "-Secret $secret -Skew 5s")).Name);
    }

    [Theory]
    [InlineData("none", "Signature")]
    [InlineData("unsigned", "Signature")]
    [InlineData("changed", "Signature")]
    [InlineData("otherSecret", "Signature")]
    [InlineData("confusion", "Signature")]
    [InlineData("notNow", "NotBefore")]
    [InlineData("tomorrow", "IssuedAt")]
    [InlineData("noExp", "Expiry")]
    [InlineData("expText", "Expiry")]
    public void What_is_wrong_is_the_one_check_that_fails_with_what_a_user_sees(string fault, string name)
    {
        Dictionary<string, object?> claims = Claims();
        string token = _forge.Sign("HS256", claims);
        switch (fault)
        {
            case "none": token = _forge.Sign("none", claims); break;
            case "unsigned": token = token[..(token.LastIndexOf('.') + 1)]; break;
            case "changed": token = Changed(token); break;
            case "otherSecret": { using TokenForge other = new(); token = other.Sign("HS256", claims); break; }
            case "confusion": token = _forge.Sign("HS256", claims, named: "RS256"); break;
            case "notNow": claims["nbf"] = DateTimeOffset.Now.AddHours(1).ToUnixTimeSeconds(); token = _forge.Sign("HS256", claims); break;
            case "tomorrow": claims["iat"] = DateTimeOffset.Now.AddHours(1).ToUnixTimeSeconds(); token = _forge.Sign("HS256", claims); break;
            case "noExp": claims.Remove("exp"); token = _forge.Sign("HS256", claims); break;
            case "expText": claims["exp"] = "tomorrow"; token = _forge.Sign("HS256", claims); break;
        }

        JwtCheck failed = Failed(Test(token, "-Secret $secret"));

        Assert.Equal(name, failed.Name);
        Assert.True(fault == "noExp" || failed.UserSees.Count > 0);
        Assert.NotNull(failed.Remedy);
    }

    [Fact]
    public void A_key_of_another_project_is_named_as_such()
    {
        Sandbox.SandboxIdentity other = new(DateTimeOffset.Now.AddDays(-1));

        IReadOnlyList<JwtCheck> checks = Test(other.AnonKey, "-ProjectRef abcdefghijklmnopqrst");

        JwtCheck project = Failed(checks);
        Assert.Equal("Project", project.Name);
        Assert.Contains(other.ProjectRef, project.Reason, StringComparison.Ordinal);
        Assert.Contains("Gateway, as apikey: 401 Invalid API key", project.UserSees);
        Assert.Null(checks.Single(check => check.Name == "Signature").Passed);
    }

    [Fact]
    public void A_key_that_is_no_JWT_and_what_is_no_token_fail_in_their_form()
    {
        Sandbox.SandboxIdentity identity = new(DateTimeOffset.Now);

        Assert.Equal(TokenKind.PublishableKey, Failed(Test(identity.PublishableKey, "-Secret $secret")).Kind);
        Assert.Equal("Form", Failed(Test("a.b.c.d", "-Secret $secret")).Name);
        Assert.Equal("Form", Failed(Test(new string('a', 1024 * 1024), "-Secret $secret")).Name);
    }

    [Fact]
    public void Quiet_is_true_only_when_everything_was_verified()
    {
        _session.Set("token", _forge.Sign("HS256", Claims()));

        Assert.Equal([true], _session.Run("Test-XmrtJwt $token -Secret $secret -Quiet").Of<bool>());
        PwshResult unverified = _session.Run("Test-XmrtJwt $token -Quiet");
        Assert.Equal([false], unverified.Of<bool>());
        Assert.Single(unverified.Warnings);
    }

    [Fact]
    public void A_set_of_keys_comes_from_a_file_the_text_or_an_address()
    {
        string token = _forge.Sign("ES256", Claims(), "ec");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "jwks.json");
        File.WriteAllText(path, _forge.Jwks);
        _session.Set("path", path);

        Assert.All(Test(token, "-Jwks $path"), check => Assert.True(check.Passed));
        Assert.Equal(["JwksUnreadable"], _session.Run("Test-XmrtJwt $token -Jwks ./not-there.json").ErrorIds);
        Assert.Equal(["JwksUnreadable"], _session.Run("Test-XmrtJwt $token -Jwks '{\"key\":1}'").ErrorIds);
        Assert.Equal(["JwksUnreadable"], _session.Run("Test-XmrtJwt $token -Jwks http://keys.example.net/jwks").ErrorIds);
        File.WriteAllText(path, new string(' ', JwksSource.LongestSet + 1));
        Assert.Equal(["JwksUnreadable"], _session.Run("Test-XmrtJwt $token -Jwks $path").ErrorIds);
    }

    [Fact]
    public async Task An_address_that_is_late_empty_broken_or_too_large_leaves_the_signature_unknown()
    {
        string token = _forge.Sign("RS256", Claims(), "rsa");
        await using RawServer good = new(Answer(_forge.Jwks));
        await using RawServer late = new("", keepsSilent: true);
        await using RawServer empty = new(Answer("""{"keys":[]}"""));
        await using RawServer broken = new(Answer("<html>"));
        await using RawServer large = new(Answer(new string(' ', JwksSource.LongestSet + 1)));
        await using RawServer refused = new("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");

        Assert.True(Signature(token, good.Url, "").Passed);
        Assert.Contains("within 0.2 s", Signature(token, late.Url, "-Timeout 200ms").Reason, StringComparison.Ordinal);
        Assert.Contains("no key", Signature(token, empty.Url, "").Reason, StringComparison.Ordinal);
        Assert.Contains("no set of keys", Signature(token, broken.Url, "").Reason, StringComparison.Ordinal);
        Assert.Contains("more than 1 MB", Signature(token, large.Url, "").Reason, StringComparison.Ordinal);
        Assert.Contains("503", Signature(token, refused.Url, "").Reason, StringComparison.Ordinal);
        Assert.All(
            new[] { late, empty, broken, large, refused },
            server => Assert.Null(Signature(token, server.Url, "-Timeout 200ms").Passed));
    }

    [Fact]
    public async Task A_key_that_was_rotated_in_between_is_asked_for_once_more()
    {
        using TokenForge next = new();
        await using RawServer keys = new(Answer(_forge.Jwks.Replace("\"ec\"", "\"other\"", StringComparison.Ordinal)));
        _session.Set("tokens", new[] { _forge.Sign("RS256", Claims(), "rsa"), _forge.Sign("ES256", Claims(), "ec") });

        IReadOnlyList<JwtCheck> checks = [.. _session.Run($"$tokens | Test-XmrtJwt -Jwks {keys.Url}").Succeeded().Of<JwtCheck>()
            .Where(check => check.Name == "Signature")];

        Assert.Equal([true, false], checks.Select(check => check.Passed));
        Assert.Contains("rotated", checks[1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, keys.Requests.Count);
    }

    private static Dictionary<string, object?> Claims() => TokenForge.UserClaims(DateTimeOffset.Now);

    private static string Answer(string body) => string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    private static string Changed(string token)
    {
        string[] parts = token.Split('.');
        byte[] payload = System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]);
        string changed = Encoding.UTF8.GetString(payload).Replace("1111-4111", "1111-4112", StringComparison.Ordinal);
        return $"{parts[0]}.{TokenForge.Encoded(Encoding.UTF8.GetBytes(changed))}.{parts[2]}";
    }

    private static JwtCheck Failed(IReadOnlyList<JwtCheck> checks) => Assert.Single(checks, check => check.Passed == false);

    private JwtCheck Signature(string token, Uri url, string more) =>
        Test(token, $"-Jwks {url} {more}").Single(check => check.Name == "Signature");

    private IReadOnlyList<JwtCheck> Test(string token, string with)
    {
        _session.Set("token", token);
        PwshResult result = _session.Run($"Test-XmrtJwt $token {with} -Verbose").Succeeded();
        Assert.DoesNotContain(_forge.Secret, result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(token, result.Screen, StringComparison.Ordinal);
        return result.Of<JwtCheck>();
    }
}
