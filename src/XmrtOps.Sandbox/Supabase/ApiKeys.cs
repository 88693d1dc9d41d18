using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The project's API keys: the legacy pair, and those of the new kinds.</summary>
public sealed class ApiKeys
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<ApiKey> _keys;

    internal ApiKeys(SandboxIdentity identity, DateTimeOffset createdAt, TimeProvider clock)
    {
        _clock = clock;
        _keys =
        [
            Of("anon", "anon", "legacy", identity.AnonKey, "anon", createdAt),
            Of("service_role", "service_role", "legacy", identity.ServiceRoleKey, "service_role", createdAt),
            Of($"{Guid.NewGuid()}", "default", "publishable", identity.PublishableKey, "anon", createdAt),
            Of($"{Guid.NewGuid()}", "default", "secret", identity.SecretKey, "service_role", createdAt),
        ];
    }

    /// <summary>Whether the legacy keys are taken; both or none.</summary>
    public bool AreLegacyEnabled { get; set; } = true;

    /// <summary>Whether the platform still has the endpoint that switches them.</summary>
    public bool HasLegacyEndpoint { get; set; } = true;

    internal IReadOnlyList<ApiKey> All
    {
        get
        {
            lock (_gate) return [.. _keys];
        }
    }

    internal ApiKey? Find(string id) => All.FirstOrDefault(key => key.Id == id);

    /// <summary>The key of this value, legacy ones also while they are disabled.</summary>
    internal ApiKey? OfValue(string value) => All.FirstOrDefault(key => key.Value == value);

    internal ApiKey Create(string type, string name, string? description, string? role)
    {
        var value = $"sb_{type}_{RandomNumberGenerator.GetString(LettersAndDigits, 31)}";
        var itsRole = type == "secret" ? role ?? "service_role" : "anon";
        var key = Of($"{Guid.NewGuid()}", name, type, value, itsRole, _clock.GetUtcNow()) with
        {
            Description = description,
        };
        lock (_gate)
        {
            if (_keys.Exists(other => other.Name == name && other.Type == type))
            {
                throw new RefusalException(409, "API key with this name already exists");
            }

            _keys.Add(key);
        }

        return key;
    }

    internal ApiKey Change(string id, string? name, string? description)
    {
        lock (_gate)
        {
            var position = Position(id);
            return _keys[position] = _keys[position] with
            {
                Name = name ?? _keys[position].Name,
                Description = description ?? _keys[position].Description,
                UpdatedAt = _clock.GetUtcNow(),
            };
        }
    }

    /// <summary>Deletes a key of the new kinds; there is no way back.</summary>
    internal ApiKey Delete(string id)
    {
        lock (_gate)
        {
            var key = _keys[Position(id)];
            _keys.Remove(key);
            return key;
        }
    }

    private static ApiKey Of(string id, string name, string type, string value, string role, DateTimeOffset at) => new()
    {
        Id = id,
        Name = name,
        Type = type,
        Value = value,
        Role = role,
        InsertedAt = at,
        UpdatedAt = at,
    };

    private int Position(string id)
    {
        var position = _keys.FindIndex(key => key.Id == id && !key.IsLegacy);
        return position >= 0 ? position : throw new RefusalException(404, "API key not found");
    }
}
