using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The secrets of the edge functions. They are never shown again once they are set, only their digests.</summary>
public sealed class FunctionSecrets
{
    internal const string PlatformPrefix = "SUPABASE_";

    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, FunctionSecret> _secrets = new(StringComparer.Ordinal);

    internal FunctionSecrets(SandboxIdentity identity, Uri projectAddress, DateTimeOffset now, TimeProvider clock)
    {
        _clock = clock;
        var position = 0;
        foreach (var name in FunctionSeeds.Secrets)
        {
            var value = RandomNumberGenerator.GetHexString(40, lowercase: true);
            _secrets[name] = new FunctionSecret(value, now.AddDays(-7 * ++position));
        }

        _secrets["SUPABASE_URL"] = new(projectAddress.OriginalString, now.AddDays(-120));
        _secrets["SUPABASE_ANON_KEY"] = new(identity.AnonKey, now.AddDays(-120));
        _secrets["SUPABASE_SERVICE_ROLE_KEY"] = new(identity.ServiceRoleKey, now.AddDays(-120));
    }

    /// <summary>The names of all secrets, also of those that the platform sets.</summary>
    public IReadOnlyList<string> Names => [.. _secrets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Sets a secret.</summary>
    public void Set(string name, string value) => _secrets[name] = new FunctionSecret(value, _clock.GetUtcNow());

    /// <summary>Removes a secret; functions that read it answer 500 from now on. False where there is none.</summary>
    public bool Remove(string name) => _secrets.TryRemove(name, out _);

    /// <summary>Removes a secret and tells its value, for who will put it back.</summary>
    internal bool Remove(string name, [NotNullWhen(true)] out string? value)
    {
        value = _secrets.TryRemove(name, out var removed) ? removed.Value : null;
        return value is not null;
    }

    internal bool Has(string name) => _secrets.ContainsKey(name);

    internal IEnumerable<(string Name, string Digest, DateTimeOffset UpdatedAt)> Digests() => _secrets
        .OrderBy(secret => secret.Key, StringComparer.Ordinal)
        .Select(secret => (secret.Key, Digest(secret.Value.Value), secret.Value.UpdatedAt));

    private static string Digest(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
