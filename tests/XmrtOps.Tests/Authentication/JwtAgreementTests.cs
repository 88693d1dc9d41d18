using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using XmrtOps.Authentication;

namespace XmrtOps.Tests.Authentication;

/// <summary>What Test-XmrtJwt accepts is what others accept: Microsoft.IdentityModel, and jose on node.</summary>
public sealed class JwtAgreementTests : IDisposable
{
    private const string Issuer = "https://abcdefghijklmnopqrst.supabase.co/auth/v1";
    private const string Audience = "authenticated";

    /// <summary>A folder with node_modules/jose.</summary>
    private static readonly string? s_jose = Environment.GetEnvironmentVariable("XMRTOPS_TEST_JOSE");

    private static readonly string[] s_algorithms = ["HS256", "RS256", "ES256"];

    private static readonly string[] s_damages =
    [
        "none", "none", "none", "payload", "signature", "unsigned", "algNone", "otherKey", "unknownKey", "noKeyId", "confusion",
        "fourParts", "notBase64", "expired", "withinSkew", "notYet", "noExpiry", "otherIssuer", "otherAudience", "audienceList",
        "fraction",
    ];

    private static readonly Gen<(string Algorithm, string Damage, int Minutes)> s_cases =
        Gen.Select(
            Gen.Int[0, s_algorithms.Length - 1].Select(i => s_algorithms[i]),
            Gen.Int[0, s_damages.Length - 1].Select(i => s_damages[i]),
            Gen.Int[2, 5000]);

    private readonly TokenForge _forge = new();
    private readonly TokenForge _other = new();

    public void Dispose()
    {
        _forge.Dispose();
        _other.Dispose();
    }

    [Fact]
    public Task Agrees_with_Microsoft_IdentityModel() => s_cases.SampleAsync(
        async one =>
        {
            string token = Forge(one.Algorithm, one.Damage, one.Minutes);
            TokenValidationResult theirs = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
            {
                IssuerSigningKeys = one.Algorithm == "HS256"
                    ? [new SymmetricSecurityKey(_forge.SecretBytes)]
                    : JsonWebKeySet.Create(_forge.Jwks).GetSigningKeys(),
                TryAllIssuerSigningKeys = one.Algorithm == "HS256" || one.Damage == "noKeyId",
                ValidIssuer = Issuer,
                ValidAudience = Audience,
                ClockSkew = JwtExpectation.DefaultSkew,
            });
            Assert.True(await AcceptsAsync(one.Algorithm, token) == theirs.IsValid, $"{one}: they say {theirs.IsValid}");
        },
        iter: 300,
        threads: 1);

    [Fact]
    public async Task Agrees_with_jose_on_node()
    {
        Assert.SkipWhen(
            !Directory.Exists(s_jose), "XMRTOPS_TEST_JOSE does not name the folder of npm's package jose.");
        (string Algorithm, string Damage, int Minutes, string Token)[] cases =
        [
            .. from algorithm in s_algorithms
               from damage in s_damages.Append("expiryText").Distinct()
               from minutes in new[] { 2, 3000 }
               select (algorithm, damage, minutes, Forge(algorithm, damage, minutes)),
        ];

        bool[] theirs = await AskJoseAsync([.. cases.Select(one => (one.Algorithm, one.Token))]);

        for (int i = 0; i < cases.Length; i++)
        {
            Assert.True(
                await AcceptsAsync(cases[i].Algorithm, cases[i].Token) == theirs[i],
                $"{cases[i].Algorithm} {cases[i].Damage} {cases[i].Minutes}: jose says {theirs[i]}");
        }

        Assert.Contains(true, theirs);
    }

    private async Task<bool> AcceptsAsync(string algorithm, string token) => (await JwtChecks.OfAsync(
        token,
        new JwtExpectation
        {
            Secret = algorithm == "HS256" ? _forge.SecretBytes : null,
            Jwks = algorithm == "HS256" ? null : JwksSource.Of(_forge.Jwks, TimeSpan.FromSeconds(1), path => path),
            Issuer = Issuer,
            Audience = Audience,
        },
        DateTimeOffset.Now,
        TestContext.Current.CancellationToken)).All(check => check.Passed == true);

    private string Forge(string algorithm, string damage, int minutes)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        Dictionary<string, object?> claims = TokenForge.UserClaims(now);
        switch (damage)
        {
            case "expired": claims["exp"] = now.AddMinutes(-minutes).ToUnixTimeSeconds(); break;
            case "withinSkew": claims["exp"] = now.AddSeconds(-10).ToUnixTimeSeconds(); break;
            case "notYet": claims["nbf"] = now.AddMinutes(minutes).ToUnixTimeSeconds(); break;
            case "noExpiry": claims.Remove("exp"); break;
            case "expiryText": claims["exp"] = "soon"; break;
            case "otherIssuer": claims["iss"] = "https://tsrqponmlkjihgfedcba.supabase.co/auth/v1"; break;
            case "otherAudience": claims["aud"] = "somebody"; break;
            case "audienceList": claims["aud"] = new[] { "somebody", Audience }; break;
            case "fraction": claims["exp"] = now.AddMinutes(minutes).ToUnixTimeSeconds() + 0.5; break;
        }

        string? keyId = algorithm switch { "RS256" => "rsa", "ES256" => "ec", _ => null };
        TokenForge forge = damage == "otherKey" ? _other : _forge;
        string token = damage switch
        {
            "unknownKey" => forge.Sign(algorithm, claims, algorithm == "HS256" ? null : "gone"),
            "noKeyId" => forge.Sign(algorithm, claims),
            "algNone" => forge.Sign("none", claims, keyId),
            "confusion" => forge.Sign(algorithm == "HS256" ? "RS256" : "HS256", claims, keyId),
            _ => forge.Sign(algorithm, claims, keyId),
        };
        string[] parts = token.Split('.');
        return damage switch
        {
            "payload" => $"{parts[0]}.{Flipped(parts[1])}.{parts[2]}",
            "signature" => $"{parts[0]}.{parts[1]}.{Flipped(parts[2])}",
            "unsigned" => $"{parts[0]}.{parts[1]}.",
            "fourParts" => token + ".x",
            "notBase64" => $"{parts[0]}.{parts[1]}.{parts[2][..10]}!{parts[2][11..]}",
            _ => token,
        };
    }

    private static string Flipped(string part)
    {
        byte[] bytes = System.Buffers.Text.Base64Url.DecodeFromChars(part);
        bytes[bytes.Length / 2] ^= 1;
        return TokenForge.Encoded(bytes);
    }

    private async Task<bool[]> AskJoseAsync((string Algorithm, string Token)[] tokens)
    {
        const string program = """
            import { readFileSync } from 'node:fs';
            import { createRequire } from 'node:module';
            import { pathToFileURL } from 'node:url';
            const jose = await import(pathToFileURL(createRequire(process.cwd() + '/x.js').resolve('jose')));
            const given = JSON.parse(readFileSync(0, 'utf8'));
            const keys = jose.createLocalJWKSet(JSON.parse(given.jwks));
            const options = { issuer: given.issuer, audience: given.audience, clockTolerance: 30, requiredClaims: ['exp'] };
            const verdicts = [];
            for (const { algorithm, token } of given.tokens) {
                try {
                    await jose.jwtVerify(token, algorithm === 'HS256' ? new TextEncoder().encode(given.secret) : keys, options);
                    verdicts.push(true);
                } catch { verdicts.push(false); }
            }
            console.log(JSON.stringify(verdicts));
            """;
        ProcessStartInfo start = new("node", ["--input-type=module", "-e", program])
        {
            WorkingDirectory = s_jose,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            jwks = _forge.Jwks,
            secret = _forge.Secret,
            issuer = Issuer,
            audience = Audience,
            tokens = tokens.Select(one => new { algorithm = one.Algorithm, token = one.Token }),
        }));
        node.StandardInput.Close();
        string answer = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<bool[]>(answer)!;
    }
}
