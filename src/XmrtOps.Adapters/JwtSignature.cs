using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace XmrtOps.Adapters;

/// <summary>Checks signatures of JSON web tokens: HMAC with a secret, RSA and ECDSA with a set of public keys.</summary>
public static class JwtSignature
{
    // HMAC fills a key up to its block with zeros by itself, so that these change nothing; the library refuses what is
    // shorter than its digest.
    private const int ShortestSecret = 64;

    /// <summary>Characters of the longest token that is checked.</summary>
    public static int LongestToken => TokenValidationParameters.DefaultMaximumTokenSizeInBytes;

    /// <summary>Checks with the secret that both sides share (HS256, HS384, HS512).</summary>
    /// <param name="token">A token of three parts.</param>
    /// <param name="algorithm">The algorithm that its header names.</param>
    /// <param name="secret">The secret's bytes.</param>
    public static SignatureCheck Check(string token, string algorithm, byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length == 0)
        {
            return new SignatureCheck(SignatureState.NoKeys, 0, 0);
        }

        if (!IsHmac(algorithm))
        {
            return new SignatureCheck(OfNoFit(algorithm), 1, 0);
        }

        byte[] padded = new byte[Math.Max(secret.Length, ShortestSecret)];
        secret.CopyTo(padded, 0);
        return Check(token, algorithm, [new SymmetricSecurityKey(padded)], keyCount: 1);
    }

    /// <summary>Checks with a set of keys (JWKS), by the key id where the token names one.</summary>
    /// <param name="token">A token of three parts.</param>
    /// <param name="algorithm">The algorithm that its header names.</param>
    /// <param name="keyId">The key that its header names, or null.</param>
    /// <param name="jwks">The set as JSON.</param>
    /// <exception cref="ArgumentException">It is no such set.</exception>
    public static SignatureCheck Check(string token, string algorithm, string? keyId, string jwks)
    {
        JsonWebKey[] keys = [.. JsonWebKeySet.Create(jwks).Keys.Where(key => key.Use is null or "" or "sig")];
        if (keys.Length == 0)
        {
            return new SignatureCheck(SignatureState.NoKeys, 0, 0);
        }

        JsonWebKey[] ofType = [.. keys.Where(key => Fits(key, algorithm))];
        JsonWebKey[] named = [.. ofType.Where(key => keyId is null || key.Kid is null or "" || key.Kid == keyId)];
        if (named.Length == 0)
        {
            return new SignatureCheck(
                OfNoFit(algorithm) == SignatureState.WrongKeyType && ofType.Length > 0
                    ? SignatureState.KeyNotFound
                    : OfNoFit(algorithm),
                keys.Length,
                0);
        }

        return Check(token, algorithm, named, keys.Length);
    }

    private static SignatureCheck Check(string token, string algorithm, SecurityKey[] keys, int keyCount)
    {
        // The bytes alone: what the claims say, and whether they can be read, is judged and explained by the caller.
        int end = token.LastIndexOf('.');
        byte[] signed = Encoding.ASCII.GetBytes(token[..end]);
        byte[] signature = Base64UrlEncoder.DecodeBytes(token[(end + 1)..]);
        bool isValid = keys.Any(key => Verifies(key, algorithm, signed, signature));
        return new SignatureCheck(isValid ? SignatureState.Valid : SignatureState.Wrong, keyCount, keys.Length);
    }

    private static bool Verifies(SecurityKey key, string algorithm, byte[] signed, byte[] signature)
    {
        SignatureProvider? provider = null;
        try
        {
            provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
            return provider.Verify(signed, signature);
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidOperationException or NotSupportedException or CryptographicException)
        {
            // A key that cannot be used, such as one that is too short, has signed nothing.
            return false;
        }
        finally
        {
            if (provider is not null)
            {
                key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
            }
        }
    }

    private static SignatureState OfNoFit(string algorithm) =>
        IsHmac(algorithm) || KeyTypeOf(algorithm) is not null ? SignatureState.WrongKeyType : SignatureState.Unsupported;

    private static bool IsHmac(string algorithm) => algorithm is "HS256" or "HS384" or "HS512";

    private static bool Fits(JsonWebKey key, string algorithm) =>
        KeyTypeOf(algorithm) is { } type
        && key.Kty == type
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)
        && (type != "EC" || key.Crv == CurveOf(algorithm));

    // A secret in a set of keys is never taken: sets are public, and whoever reads one could sign with it.
    private static string? KeyTypeOf(string algorithm) => algorithm switch
    {
        "RS256" or "RS384" or "RS512" or "PS256" or "PS384" or "PS512" => "RSA",
        "ES256" or "ES384" or "ES512" => "EC",
        _ => null,
    };

    private static string CurveOf(string algorithm) => algorithm switch
    {
        "ES256" => "P-256",
        "ES384" => "P-384",
        _ => "P-521",
    };
}
