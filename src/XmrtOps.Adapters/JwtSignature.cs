using Microsoft.IdentityModel.JsonWebTokens;
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
    public static async Task<SignatureCheck> CheckAsync(string token, string algorithm, byte[] secret)
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
        return await CheckAsync(token, [new SymmetricSecurityKey(padded)], keyCount: 1);
    }

    /// <summary>Checks with a set of keys (JWKS), by the key id where the token names one.</summary>
    /// <param name="token">A token of three parts.</param>
    /// <param name="algorithm">The algorithm that its header names.</param>
    /// <param name="keyId">The key that its header names, or null.</param>
    /// <param name="jwks">The set as JSON.</param>
    /// <exception cref="ArgumentException">It is no such set.</exception>
    public static async Task<SignatureCheck> CheckAsync(string token, string algorithm, string? keyId, string jwks)
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

        return await CheckAsync(token, named, keys.Length);
    }

    private static async Task<SignatureCheck> CheckAsync(string token, SecurityKey[] keys, int keyCount)
    {
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = true,
            ValidateIssuerSigningKey = false,
            // Everything else is checked, and explained, by the caller.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            ValidateTokenReplay = false,
        });
        return new SignatureCheck(result.IsValid ? SignatureState.Valid : SignatureState.Wrong, keyCount, keys.Length);
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
