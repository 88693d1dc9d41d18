using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of settings of Auth and of the REST service, and of signing keys.</summary>
internal static class AuthConfigRoutes
{
    private const string Config = "/v1/projects/{ref}/config/auth";
    private const string Keys = Config + "/signing-keys";
    private const string Rest = "/v1/projects/{ref}/postgrest";

    /// <summary>What a new project's Auth has.</summary>
    public static JsonObject Defaults() => new()
    {
        ["jwt_exp"] = 3600,
        ["site_url"] = "https://xmrt.example.com",
        ["disable_signup"] = false,
        ["external_email_enabled"] = true,
        ["external_anonymous_users_enabled"] = false,
        ["mailer_autoconfirm"] = false,
        ["refresh_token_rotation_enabled"] = true,
        ["security_refresh_token_reuse_interval"] = 10,
        ["sessions_timebox"] = 0,
        ["sessions_inactivity_timeout"] = 0,
        ["sessions_single_per_user"] = false,
        ["rate_limit_anonymous_users"] = 30,
        ["rate_limit_email_sent"] = 30,
        ["rate_limit_sms_sent"] = 30,
        ["rate_limit_verify"] = 30,
        ["rate_limit_token_refresh"] = 150,
        ["rate_limit_otp"] = 30,
        ["rate_limit_web3"] = 30,
        ["password_min_length"] = 6,
        ["password_hibp_enabled"] = false,
        ["db_max_pool_size"] = 10,
        ["db_max_pool_size_unit"] = "connections",
        ["audit_log_disable_postgres"] = false,
        ["security_captcha_enabled"] = false,
        ["security_captcha_provider"] = null,
    };

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.Map("GET", Config, "auth:read", _ => StandInResponse.Json(200, platform.AuthConfig.Read()));
        endpoints.Map("PATCH", Config, "auth:write", request =>
            StandInResponse.Json(200, platform.AuthConfig.Merge(request.ReadObject())));
        endpoints.Map("GET", Rest, "rest:read", _ => StandInResponse.Json(200, platform.RestConfig.Read()));
        endpoints.Map("PATCH", Rest, "rest:write", request =>
            StandInResponse.Json(200, platform.RestConfig.Merge(request.ReadObject())));
        MapKeys(endpoints, platform.SigningKeys);
    }

    private static void MapKeys(ManagementEndpoints endpoints, SigningKeys keys)
    {
        endpoints.Map("GET", Keys, "secrets:read", _ =>
            StandInResponse.Json(200, new { keys = keys.All.Select(key => key.Shape()) }));
        endpoints.Map("POST", Keys, "secrets:write", request =>
        {
            var body = request.ReadObject();
            return StandInResponse.Json(201, keys.Create(body.Required("algorithm"), body.Text("status")).Shape());
        });
        endpoints.Map("GET", Keys + "/legacy", "secrets:read", _ => StandInResponse.Json(
            200, (keys.Legacy ?? throw new RefusalException(404, "Signing key not found")).Shape()));
        endpoints.Map("PATCH", Keys + "/{id}", "secrets:write", request =>
            StandInResponse.Json(200, keys.Move(Id(request), request.ReadObject().Required("status")).Shape()));
        endpoints.Map("DELETE", Keys + "/{id}", "secrets:write", request =>
            StandInResponse.Json(200, keys.Delete(Id(request)).Shape()));
    }

    private static Guid Id(StandInRequest request) => Guid.TryParse(request.Values["id"], out var id)
        ? id
        : throw new RefusalException(400, "id: Invalid uuid");
}
