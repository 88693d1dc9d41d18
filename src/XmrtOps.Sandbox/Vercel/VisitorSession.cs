using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// The site's own tokens for visitors without an account: its server signs them with the project's JWT secret, as its build
/// found it. What was set since then, or is another project's, makes tokens that nobody takes.
/// </summary>
internal static class VisitorSession
{
    /// <summary>The variable with the secret, by the name that Supabase's integration gives it.</summary>
    public const string SecretVariable = "SUPABASE_JWT_SECRET";

    private static readonly TimeSpan s_isValidFor = TimeSpan.FromHours(1);

    /// <summary>A token; 500 where the build had no secret.</summary>
    public static StandInResponse Answer(VercelDeployment deployment, DateTimeOffset now) =>
        deployment.Environment.GetValueOrDefault(SecretVariable) is { Length: > 0 } secret
            ? StandInResponse.Json(200, new { access_token = Token(secret, now), token_type = "bearer" })
            : StandInResponse.Json(500, new { error = $"{SecretVariable} is not set" });

    private static string Token(string secret, DateTimeOffset now) => SandboxIdentity.Sign(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = "xmrt-frontend",
            ["sub"] = $"{Guid.NewGuid()}",
            ["aud"] = "authenticated",
            ["role"] = "authenticated",
            ["is_anonymous"] = true,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.Add(s_isValidFor).ToUnixTimeSeconds(),
        },
        secret);
}
