using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Auth at the project's own address: what it says of itself, its public keys, and its users' requests.</summary>
internal static class AuthRoutes
{
    private const string Path = "/auth/v1";

    /// <summary>What Auth calls itself.</summary>
    public static object Version => new
    {
        name = "GoTrue",
        version = "v2.188.0",
        description = "GoTrue is a user registration and authentication API",
    };

    public static void Map(SupabasePlatform platform)
    {
        var address = platform.Address;
        address.Map("GET", Path + "/health", (_, _) => Task.FromResult(Health(platform)));
        address.Map("GET", Path + "/settings", (_, _) => Task.FromResult(Settings(platform)));
        address.Map("GET", Path + "/.well-known/jwks.json", (_, _) => Task.FromResult(
            StandInResponse.Json(200, new { keys = platform.SigningKeys.PublicKeys })
                .With("Cache-Control", "public, max-age=600")));
        AuthUserRoutes.Map(platform);
        AuthAdminRoutes.Map(platform);
    }

    private static StandInResponse Health(SupabasePlatform platform) => platform.Services.ErrorOf("auth") is null
        ? StandInResponse.Json(200, Version)
        : StandInResponse.Json(503, new { message = "name resolution failed" });

    private static StandInResponse Settings(SupabasePlatform platform) => StandInResponse.Json(200, new
    {
        external = new
        {
            anonymous_users = platform.AuthConfig["external_anonymous_users_enabled"],
            email = platform.AuthConfig["external_email_enabled"],
            github = false,
            google = false,
            phone = false,
        },
        disable_signup = platform.AuthConfig["disable_signup"],
        mailer_autoconfirm = platform.AuthConfig["mailer_autoconfirm"],
        phone_autoconfirm = false,
        sms_provider = string.Empty,
        saml_enabled = false,
    });
}
