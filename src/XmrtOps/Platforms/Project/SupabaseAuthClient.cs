using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Project;

/// <summary>
/// Supabase Auth of one project (GoTrue). Every method throws the conditions of the platforms; those of administration
/// NoServiceKey, the others NoAnonKey, and all of them KeyOfAnotherProject.
/// </summary>
/// <param name="http">Sends to the project's own address; disposed here.</param>
/// <param name="keys">The project's keys.</param>
internal sealed class SupabaseAuthClient(PlatformHttp http, ProjectKeys keys) : IDisposable
{
    private const int UsersAtOnce = 100;
    private const int MostPages = 10_000;

    // Errors of one form only, with texts as codes.
    private static readonly (string Name, string Value) s_version = ("X-Supabase-Api-Version", "2024-01-01");

    /// <summary>That it answers, and its version.</summary>
    public Task<AuthHealth> GetHealthAsync(INotices notices, CancellationToken cancellation) => http.ReadAsync(
        With(keys.Any(), PlatformRequest.Get("health of Auth", $"auth/v1/health")),
        AuthJson.Default.AuthHealth,
        notices,
        cancellation);

    /// <summary>What visitors may see of its configuration.</summary>
    public Task<AuthSettings> GetSettingsAsync(INotices notices, CancellationToken cancellation) => http.ReadAsync(
        With(keys.Any(), PlatformRequest.Get("settings of Auth", $"auth/v1/settings")),
        AuthJson.Default.AuthSettings,
        notices,
        cancellation);

    /// <summary>The public keys that tokens are verified by, as JSON: {"keys":[…]}; none where tokens are signed by HS256.</summary>
    public async Task<string> GetJwksAsync(INotices notices, CancellationToken cancellation)
    {
        // Public: sent without a key where there is none.
        IReadOnlyList<(string, string)> headers = keys.HasAnonKey || keys.HasServiceKey ? keys.Any() : [];
        PlatformAnswer answer = await http.SendAsync(
            With(headers, PlatformRequest.Get("key set of Auth", $"auth/v1/.well-known/jwks.json")), notices, cancellation);
        return Encoding.UTF8.GetString(answer.Body.Span);
    }

    /// <summary>The users, page by page.</summary>
    /// <param name="filter">Part of an address, as Auth searches it; null for all.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<AuthUser> ListUsersAsync(
        string? filter, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int page = 1; page <= MostPages; page++)
        {
            AuthUserPage found = await http.ReadAsync(
                With(keys.Service(), PlatformRequest.Get(
                    "users of Auth",
                    $"auth/v1/admin/users",
                    // Without both of them newer versions page in another way.
                    ("page", PlatformRequest.Text(page)),
                    ("per_page", PlatformRequest.Text(UsersAtOnce)),
                    ("filter", filter))),
                AuthJson.Default.AuthUserPage,
                notices,
                cancellation);
            IReadOnlyList<AuthUser> users = found.Users ?? [];
            bool isNew = false;
            foreach (AuthUser user in users)
            {
                // Somebody who signs up meanwhile moves the others to the next page.
                if (user.Id is null || seen.Add(user.Id))
                {
                    isNew = true;
                    yield return user;
                }
            }

            if (!isNew || users.Count < UsersAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>One user.</summary>
    public Task<AuthUser> GetUserAsync(Guid id, INotices notices, CancellationToken cancellation) => http.ReadAsync(
        With(keys.Service(), PlatformRequest.Get(Named(id), $"auth/v1/admin/users/{id}")),
        AuthJson.Default.AuthUser,
        notices,
        cancellation);

    /// <summary>Changes a user: bans, unbans, sets another password (which ends all of the user's sessions).</summary>
    public Task<AuthUser> UpdateUserAsync(
        Guid id, AuthUserUpdate update, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            With(
                keys.Service(),
                PlatformRequest.Of(HttpMethod.Put, Named(id), $"auth/v1/admin/users/{id}")
                    .With(update, AuthJson.Default.AuthUserUpdate)),
            AuthJson.Default.AuthUser,
            notices,
            cancellation);

    /// <summary>Sends the user a mail to set a new password; limited in number, see RateLimited.</summary>
    public Task RecoverAsync(string email, INotices notices, CancellationToken cancellation) => http.SendAsync(
        With(
            keys.Any(),
            PlatformRequest.Of(HttpMethod.Post, "user of that address", $"auth/v1/recover")
                .With(new AuthRecovery(email), AuthJson.Default.AuthRecovery)),
        notices,
        cancellation);

    /// <summary>Ends sessions of the user whose token it is; access tokens stay valid until they expire.</summary>
    /// <param name="token">The user's own access token.</param>
    /// <param name="scope">global, local or others.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task LogoutAsync(SecureString token, string scope, INotices notices, CancellationToken cancellation) =>
        http.SendAsync(
            With(keys.User(token), PlatformRequest.Of(HttpMethod.Post, "session", $"auth/v1/logout", ("scope", scope))),
            notices,
            cancellation);

    public void Dispose() => http.Dispose();

    private static string Named(Guid id) => string.Create(CultureInfo.InvariantCulture, $"user {id}");

    private static PlatformRequest With(IReadOnlyList<(string Name, string Value)> headers, PlatformRequest request) =>
        request with { Headers = [.. headers, s_version] };
}
