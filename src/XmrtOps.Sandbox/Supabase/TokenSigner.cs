using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Signs tokens with one key, and checks what was signed with it.</summary>
internal sealed class TokenSigner
{
    private readonly byte[]? _secret;
    private readonly ECParameters _pair;

    /// <param name="secret">A shared secret, for HS256.</param>
    public TokenSigner(byte[] secret) => _secret = secret;

    /// <param name="pair">Both halves of a key on P-256, for ES256.</param>
    public TokenSigner(ECParameters pair) => _pair = pair;

    public byte[] Sign(byte[] data)
    {
        if (_secret is not null) return HMACSHA256.HashData(_secret, data);

        using var key = ECDsa.Create(_pair);
        return key.SignData(data, HashAlgorithmName.SHA256);
    }

    public bool Verifies(byte[] data, byte[] signature)
    {
        if (_secret is not null) return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, data), signature);

        using var key = ECDsa.Create(_pair);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }
}
