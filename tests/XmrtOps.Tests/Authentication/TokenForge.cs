using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace XmrtOps.Tests.Authentication;

/// <summary>Makes tokens, right ones and wrong ones, with nothing but .NET's own cryptography.</summary>
internal sealed class TokenForge : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Secret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    public byte[] SecretBytes => Encoding.UTF8.GetBytes(Secret);

    /// <summary>The public keys, by the ids rsa and ec.</summary>
    public string Jwks
    {
        get
        {
            RSAParameters rsa = _rsa.ExportParameters(false);
            ECParameters ec = _ec.ExportParameters(false);
            return JsonSerializer.Serialize(new
            {
                keys = new object[]
                {
                    new { kty = "RSA", kid = "rsa", use = "sig", alg = "RS256", n = Encoded(rsa.Modulus!), e = Encoded(rsa.Exponent!) },
                    new { kty = "EC", kid = "ec", use = "sig", alg = "ES256", crv = "P-256", x = Encoded(ec.Q.X!), y = Encoded(ec.Q.Y!) },
                },
            });
        }
    }

    public string Sign(string algorithm, IReadOnlyDictionary<string, object?> claims, string? keyId = null, string? named = null)
    {
        Dictionary<string, object?> header = new() { ["alg"] = named ?? algorithm, ["typ"] = "JWT" };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        string signed = $"{Encoded(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encoded(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encoded(Signature(algorithm, Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encoded(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static Dictionary<string, object?> UserClaims(DateTimeOffset now) => new()
    {
        ["iss"] = "https://abcdefghijklmnopqrst.supabase.co/auth/v1",
        ["sub"] = "11111111-1111-4111-8111-111111111111",
        ["aud"] = "authenticated",
        ["role"] = "authenticated",
        ["session_id"] = "22222222-2222-4222-8222-222222222222",
        ["iat"] = now.AddMinutes(-10).ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(50).ToUnixTimeSeconds(),
    };

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private byte[] Signature(string algorithm, byte[] signed) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(SecretBytes, signed),
        "RS256" => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "ES256" => _ec.SignData(signed, HashAlgorithmName.SHA256),
        _ => [],
    };
}
