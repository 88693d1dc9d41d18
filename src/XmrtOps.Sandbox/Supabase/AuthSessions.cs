using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Users who are signed in: their sessions and refresh tokens are rows of the project's database, and their access
/// tokens are signed with the key in use, for as long as Auth's setting jwt_exp says.</summary>
internal sealed class AuthSessions(SupabasePlatform platform)
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly string Start = EmbeddedSql.Read("Supabase/auth-session-start.sql");
    private static readonly string Refresh = EmbeddedSql.Read("Supabase/auth-session-refresh.sql");

    /// <summary>Signs a user in.</summary>
    /// <param name="email">Who.</param>
    /// <param name="at">When that was.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">There is no such user.</exception>
    public async Task<AuthSession> StartAsync(string email, DateTimeOffset at, CancellationToken cancellation) =>
        await IssueAsync(Start, email, at, cancellation).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"There is no user {email}.");

    /// <summary>The next token of a session; null where the refresh token is not good any more.</summary>
    public Task<AuthSession?> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        IssueAsync(Refresh, refreshToken, platform.Clock.GetUtcNow(), cancellation);

    private async Task<AuthSession?> IssueAsync(string sql, string given, DateTimeOffset at, CancellationToken cancellation)
    {
        var next = RandomNumberGenerator.GetString(LettersAndDigits, 12);
        var rows = await platform.Database.RowsAsync(sql, [given, $"{at:O}", next], cancellation).ConfigureAwait(false);
        if (rows.Count == 0) return null;

        var expires = at.AddSeconds(platform.AuthConfig["jwt_exp"]!.GetValue<int>());
        return new AuthSession(platform.SigningKeys.Sign(Claims(rows[0]!.AsObject(), at, expires)), next, expires);
    }

    private Dictionary<string, object?> Claims(JsonObject user, DateTimeOffset at, DateTimeOffset expires) => new(StringComparer.Ordinal)
    {
        ["iss"] = $"https://{platform.Identity.ProjectRef}.supabase.co/auth/v1",
        ["sub"] = user.Text("id"),
        ["aud"] = "authenticated",
        ["exp"] = expires.ToUnixTimeSeconds(),
        ["iat"] = at.ToUnixTimeSeconds(),
        ["email"] = user.Text("email"),
        ["phone"] = "",
        ["app_metadata"] = user["app_metadata"],
        ["user_metadata"] = user["user_metadata"],
        ["role"] = user.Text("role"),
        ["aal"] = "aal1",
        ["amr"] = new[] { new { method = "otp", timestamp = at.ToUnixTimeSeconds() } },
        ["session_id"] = user.Text("session_id"),
        ["is_anonymous"] = user.Flag("is_anonymous"),
    };
}
