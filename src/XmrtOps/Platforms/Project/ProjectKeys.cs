using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Platforms.Project;

/// <summary>
/// The keys of a Supabase project on a request. Legacy keys are JWTs and say whose they are: one of another project is
/// not sent. Keys of the new kind (sb_…) are no JWTs, and go into the apikey header only.
/// </summary>
/// <param name="connection">Whose keys.</param>
internal sealed class ProjectKeys(XmrtConnection connection)
{
    public bool HasAnonKey => connection.AnonKey is not null;

    public bool HasServiceKey => connection.ServiceKey is not null;

    /// <summary>Headers of a call as the service.</summary>
    /// <exception cref="XmrtException">NoServiceKey, KeyOfAnotherProject.</exception>
    public IReadOnlyList<(string Name, string Value)> Service() => Headers(
        connection.ServiceKey ?? throw Errors.NoServiceKey(connection.Name), "service key", "service_role");

    /// <summary>Headers of a call as a visitor.</summary>
    /// <exception cref="XmrtException">NoAnonKey, KeyOfAnotherProject.</exception>
    public IReadOnlyList<(string Name, string Value)> Anon() => Headers(
        connection.AnonKey ?? throw Errors.NoAnonKey(connection.Name), "anon key", "anon");

    /// <summary>Headers of a call that any key may make; the weaker one where both are at hand.</summary>
    /// <exception cref="XmrtException">NoAnonKey, KeyOfAnotherProject.</exception>
    public IReadOnlyList<(string Name, string Value)> Any() => !HasAnonKey && HasServiceKey ? Service() : Anon();

    /// <summary>Headers of a call as a user: the project's key beside the user's own token.</summary>
    /// <exception cref="XmrtException">NoAnonKey, KeyOfAnotherProject.</exception>
    public IReadOnlyList<(string Name, string Value)> User(SecureString token) =>
        [.. Any().Where(h => h.Name == "apikey"), ("Authorization", $"Bearer {token.Reveal()}")];

    /// <summary>Header of a call by user name and password, as the metrics want it.</summary>
    /// <exception cref="XmrtException">NoServiceKey, KeyOfAnotherProject.</exception>
    public (string Name, string Value) Basic()
    {
        string key = Service().First(h => h.Name == "apikey").Value;
        string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"service_role:{key}"));
        return ("Authorization", new AuthenticationHeaderValue("Basic", pair).ToString());
    }

    private List<(string Name, string Value)> Headers(SecureString secret, string what, string role)
    {
        string key = secret.Reveal();
        if (!key.Contains('.', StringComparison.Ordinal))
        {
            return [("apikey", key)];
        }

        (string? reference, string? claimed) = Claims(key);
        bool isForeign = reference is not null && connection.ProjectRef is not null && reference != connection.ProjectRef;
        return isForeign || (claimed is not null && claimed != role)
            ? throw Errors.KeyOfAnotherProject(connection.Name, what)
            : [("apikey", key), ("Authorization", $"Bearer {key}")];
    }

    /// <summary>Project and role that a JWT names, unverified: only to find a mix-up.</summary>
    private static (string? Reference, string? Role) Claims(string key)
    {
        try
        {
            using JsonDocument payload = JsonDocument.Parse(Base64Url.DecodeFromChars(key.Split('.')[1]));
            return (Text(payload.RootElement, "ref"), Text(payload.RootElement, "role"));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // The project will say what it is.
            return (null, null);
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
