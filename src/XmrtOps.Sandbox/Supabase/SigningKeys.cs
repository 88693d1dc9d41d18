using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The project's signing keys: at first the legacy secret only. A rotation makes a standby key the one in use; what the
/// previous one signed is trusted until that is revoked.
/// </summary>
public sealed class SigningKeys
{
    private const int SecretBytes = 64;

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<SigningKey> _keys;
    private readonly Guid _legacy = Guid.NewGuid();

    internal SigningKeys(SandboxIdentity identity, DateTimeOffset createdAt, TimeProvider clock)
    {
        _clock = clock;
        _keys =
        [
            new SigningKey
            {
                Id = _legacy,
                Algorithm = "HS256",
                Status = "in_use",
                Signer = new TokenSigner(Encoding.UTF8.GetBytes(identity.JwtSecret)),
                CreatedAt = createdAt,
                UpdatedAt = createdAt,
            },
        ];
    }

    /// <summary>Whether what the legacy secret has signed is taken, which are all legacy keys and tokens.</summary>
    public bool IsLegacyTrusted => Legacy is { IsTrusted: true };

    /// <summary>How long after its revocation a key cannot be deleted.</summary>
    public TimeSpan DeletableAfter { get; set; } = TimeSpan.FromMinutes(20);

    internal SigningKey? Legacy
    {
        get
        {
            lock (_gate) return _keys.Find(key => key.Id == _legacy);
        }
    }

    internal IReadOnlyList<SigningKey> All
    {
        get
        {
            lock (_gate) return [.. _keys];
        }
    }

    /// <summary>The public halves of the keys that are not revoked.</summary>
    internal IEnumerable<JsonObject> PublicKeys =>
        All.Where(key => key is { IsTrusted: true, PublicJwk: not null }).Select(key => key.PublicJwk!.DeepClone().AsObject());

    /// <summary>A token as Auth makes it now: signed with the key that is in use.</summary>
    /// <param name="claims">Its payload, as it is.</param>
    public string Sign(IReadOnlyDictionary<string, object?> claims)
    {
        var key = All.First(key => key.Status == "in_use");
        var header = new JsonObject { ["alg"] = key.Algorithm, ["typ"] = "JWT" };
        // Tokens of the legacy secret do not name it.
        if (key.Id != _legacy) header["kid"] = $"{key.Id}";
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Signer.Sign(Encoding.ASCII.GetBytes(signed)))}";

        static string Encoded(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    /// <summary>The keys that may have signed a token.</summary>
    /// <param name="algorithm">The algorithm that it names.</param>
    /// <param name="keyId">The key that it names; null for none.</param>
    internal IReadOnlyList<SigningKey> Trusted(string algorithm, string? keyId) =>
    [
        .. All.Where(key => key.IsTrusted && key.Algorithm == algorithm && (keyId is null || keyId == $"{key.Id}")),
    ];

    internal SigningKey Create(string algorithm, string? status)
    {
        if (algorithm is not ("ES256" or "HS256")) throw new RefusalException(400, "algorithm: Invalid enum value");
        if (status is not (null or "standby" or "in_use")) throw new RefusalException(400, "status: Invalid enum value");

        var id = Guid.NewGuid();
        var now = _clock.GetUtcNow();
        using var pair = algorithm == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var key = new SigningKey
        {
            Id = id,
            Algorithm = algorithm,
            Status = "standby",
            PublicJwk = pair is null ? null : PublicKey(id, pair),
            Signer = pair is null
                ? new TokenSigner(RandomNumberGenerator.GetBytes(SecretBytes))
                : new TokenSigner(pair.ExportParameters(includePrivateParameters: true)),
            CreatedAt = now,
            UpdatedAt = now,
        };
        lock (_gate) _keys.Add(key);
        return status == "in_use" ? Move(id, status) : key;
    }

    internal SigningKey Move(Guid id, string status)
    {
        lock (_gate)
        {
            var key = _keys.Find(key => key.Id == id) ?? throw new RefusalException(404, "Signing key not found");
            var isAllowed = (key.Status, status) switch
            {
                ("standby", "in_use") or ("previously_used", "in_use") => true,
                ("previously_used", "revoked") or ("standby", "revoked") => true,
                ("revoked", "previously_used") or ("previously_used", "standby") => true,
                _ => false,
            };
            if (!isAllowed) throw new RefusalException(400, $"Signing key cannot go from {key.Status} to {status}");

            if (status == "in_use" && _keys.Find(other => other.Status == "in_use") is { } current)
            {
                Replace(current, "previously_used");
            }

            return Replace(key, status);
        }
    }

    internal SigningKey Delete(Guid id)
    {
        lock (_gate)
        {
            var key = _keys.Find(key => key.Id == id) ?? throw new RefusalException(404, "Signing key not found");
            var isOldEnough = _clock.GetUtcNow() - key.UpdatedAt >= DeletableAfter;
            if (key.Status != "revoked" || !isOldEnough)
            {
                throw new RefusalException(400, "Signing key can only be deleted some time after it was revoked");
            }

            _keys.Remove(key);
            return key;
        }
    }

    private static JsonObject PublicKey(Guid id, ECDsa pair)
    {
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kid"] = $"{id}",
            ["kty"] = "EC",
            ["alg"] = "ES256",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
            ["key_ops"] = new JsonArray("verify"),
            ["ext"] = true,
        };
    }

    private SigningKey Replace(SigningKey key, string status)
    {
        var changed = key with { Status = status, UpdatedAt = _clock.GetUtcNow() };
        _keys[_keys.IndexOf(key)] = changed;
        return changed;
    }
}
