using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

// API keys, signing keys, and the configuration of Auth.
internal sealed partial class SupabaseClient
{
    /// <summary>The API keys; secret ones are masked unless they are revealed.</summary>
    public Task<IReadOnlyList<SupabaseApiKey>> GetApiKeysAsync(
        bool isRevealed, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Get(
                $"project '{reference}'", $"v1/projects/{reference}/api-keys", ("reveal", isRevealed ? "true" : null)),
            SupabaseJson.Default.IReadOnlyListSupabaseApiKey,
            notices,
            cancellation);

    /// <summary>Makes a key; the answer holds it in the clear.</summary>
    public Task<SupabaseApiKey> CreateApiKeyAsync(
        SupabaseNewApiKey key, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Post, $"key '{key.Name}'", $"v1/projects/{reference}/api-keys", ("reveal", "true"))
                .With(key, SupabaseJson.Default.SupabaseNewApiKey),
            SupabaseJson.Default.SupabaseApiKey,
            notices,
            cancellation);

    /// <summary>Takes a key away for good: whoever uses it is locked out at once.</summary>
    /// <param name="id">The key.</param>
    /// <param name="reason">Kept by the platform; null for none.</param>
    /// <param name="wasCompromised">Kept by the platform.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<SupabaseApiKey> DeleteApiKeyAsync(
        string id, string? reason, bool wasCompromised, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Delete,
                $"key {id}",
                $"v1/projects/{reference}/api-keys/{id}",
                ("was_compromised", wasCompromised ? "true" : null),
                ("reason", reason)),
            SupabaseJson.Default.SupabaseApiKey,
            notices,
            cancellation);

    /// <summary>Whether the legacy keys work; NotFound says that they are no more.</summary>
    public Task<SupabaseLegacyKeys> GetLegacyKeysAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get("legacy keys", $"v1/projects/{reference}/api-keys/legacy"),
        SupabaseJson.Default.SupabaseLegacyKeys,
        notices,
        cancellation);

    /// <summary>Switches the legacy keys anon and service_role on or off, both at once.</summary>
    public Task<SupabaseLegacyKeys> SetLegacyKeysAsync(
        bool isEnabled, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Put,
                "legacy keys",
                $"v1/projects/{reference}/api-keys/legacy",
                ("enabled", isEnabled ? "true" : "false")),
            SupabaseJson.Default.SupabaseLegacyKeys,
            notices,
            cancellation);

    /// <summary>The keys that users' tokens are signed with.</summary>
    public async Task<IReadOnlyList<SupabaseSigningKey>> GetSigningKeysAsync(
        INotices notices, CancellationToken cancellation)
    {
        SupabaseSigningKeyList found = await ReadAsync(
            PlatformRequest.Get("signing keys", $"v1/projects/{reference}/config/auth/signing-keys"),
            SupabaseJson.Default.SupabaseSigningKeyList,
            notices,
            cancellation);
        return found.Keys ?? [];
    }

    /// <summary>Makes a signing key.</summary>
    public Task<SupabaseSigningKey> CreateSigningKeyAsync(
        SupabaseSigningKeyChange key, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(HttpMethod.Post, "signing keys", $"v1/projects/{reference}/config/auth/signing-keys")
                .With(key, SupabaseJson.Default.SupabaseSigningKeyChange),
            SupabaseJson.Default.SupabaseSigningKey,
            notices,
            cancellation);

    /// <summary>Moves a signing key on: into use, out of it, or revoked, which ends every token that it signed.</summary>
    public Task<SupabaseSigningKey> UpdateSigningKeyAsync(
        string id, SupabaseSigningKeyChange key, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Patch, $"signing key {id}", $"v1/projects/{reference}/config/auth/signing-keys/{id}")
                .With(key, SupabaseJson.Default.SupabaseSigningKeyChange),
            SupabaseJson.Default.SupabaseSigningKey,
            notices,
            cancellation);

    /// <summary>Auth's configuration.</summary>
    public Task<SupabaseAuthConfig> GetAuthConfigAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get("configuration of Auth", $"v1/projects/{reference}/config/auth"),
        SupabaseJson.Default.SupabaseAuthConfig,
        notices,
        cancellation);

    /// <summary>The REST service's configuration, which holds the JWT secret in the clear.</summary>
    public Task<SupabaseRestConfig> GetRestConfigAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get("configuration of REST", $"v1/projects/{reference}/postgrest"),
        SupabaseJson.Default.SupabaseRestConfig,
        notices,
        cancellation);
}
