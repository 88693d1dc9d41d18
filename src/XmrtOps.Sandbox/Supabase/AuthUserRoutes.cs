using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase.Rest;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>What browsers ask of Auth: the next token of a session, who they are, a code or a link by mail. Each request is
/// counted against Auth's limits, and logged as Auth does. Passwords are not checked: the users of a sandbox have none.</summary>
internal static class AuthUserRoutes
{
    private const string Path = "/auth/v1";

    private static readonly string FindUser = EmbeddedSql.Read("Supabase/auth-users.sql");

    public static void Map(SupabasePlatform platform)
    {
        Add("POST", "/token", TokenAsync);
        Add("GET", "/user", UserAsync);
        Add("POST", "/otp", MailAsync);
        Add("POST", "/recover", MailAsync);

        void Add(
            string method,
            string path,
            Func<SupabasePlatform, StandInRequest, CancellationToken, Task<StandInResponse>> handler) =>
            platform.Address.Map(method, Path + path, async (request, cancellation) =>
            {
                var response = await GuardAsync(platform, request, handler, cancellation).ConfigureAwait(false);
                Log(platform, request, path, response);
                return response;
            });
    }

    private static async Task<StandInResponse> GuardAsync(
        SupabasePlatform platform,
        StandInRequest request,
        Func<SupabasePlatform, StandInRequest, CancellationToken, Task<StandInResponse>> handler,
        CancellationToken cancellation)
    {
        try
        {
            return await handler(platform, request, cancellation).ConfigureAwait(false);
        }
        catch (RefusalException bad) when (bad.Status == 400)
        {
            return AuthError.Of(request, 400, "validation_failed", bad.Message);
        }
        catch (Exception error) when (error is RefusalException or NpgsqlException or TimeoutException)
        {
            return AuthError.Of(request, 500, "unexpected_failure", "Database error querying schema");
        }
    }

    private static async Task<StandInResponse> TokenAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (!platform.AuthLimits.TakesRequest("rate_limit_token_refresh", EdgeLog.AddressOf(request))) return TooMany(request);

        if (request.First("grant_type") != "refresh_token")
        {
            return StandInResponse.Json(400, new { error = "unsupported_grant_type", error_description = "" });
        }

        var given = request.ReadObject().Required("refresh_token");
        return await platform.Sessions.RefreshAsync(given, cancellation).ConfigureAwait(false) is { } session
            ? StandInResponse.Json(200, new
            {
                access_token = session.AccessToken,
                token_type = "bearer",
                expires_in = platform.AuthConfig["jwt_exp"],
                expires_at = session.ExpiresAt.ToUnixTimeSeconds(),
                refresh_token = session.RefreshToken,
            })
            : AuthError.Of(request, 400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
    }

    private static async Task<StandInResponse> UserAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (request.BearerToken is not { } bearer)
        {
            return AuthError.Of(request, 401, "no_authorization", "This endpoint requires a Bearer token");
        }

        // The same keys are trusted as by REST.
        if (RestToken.ProblemOf(bearer, platform) is { } problem)
        {
            return AuthError.Of(request, 403, "bad_jwt", "invalid JWT: unable to parse or verify signature, " + (problem.Message.Contains("expired", StringComparison.Ordinal)
                ? "token has invalid claims: token is expired"
                : "token signature is invalid: signature is invalid"));
        }

        if (TokenJson.Object(bearer.Split('.')[1])?.Text("sub") is not { } id)
        {
            return AuthError.Of(request, 403, "bad_jwt", "invalid claim: missing sub claim");
        }

        var rows = await platform.Database.RowsAsync(FindUser, [1, 0, string.Empty, id], cancellation).ConfigureAwait(false);
        return rows.Count == 0
            ? AuthError.Of(request, 403, "user_not_found", "User from sub claim in JWT does not exist")
            : StandInResponse.Json(200, rows[0]!["user"]!.DeepClone());
    }

    private static Task<StandInResponse> MailAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        _ = request.ReadObject().Required("email");
        var response = !platform.AuthLimits.TakesRequest("rate_limit_otp", EdgeLog.AddressOf(request)) ? TooMany(request)
            : platform.AuthLimits.TakesMail() ? StandInResponse.Json(200, new JsonObject())
            : AuthError.Of(request, 429, "over_email_send_rate_limit", "email rate limit exceeded");
        return Task.FromResult(response);
    }

    private static StandInResponse TooMany(StandInRequest request) =>
        AuthError.Of(request, 429, "over_request_rate_limit", "Request rate limit reached");

    private static void Log(SupabasePlatform platform, StandInRequest request, string path, StandInResponse response)
    {
        var code = response.Headers.GetValueOrDefault("x-sb-error-code");
        var error = code is null ? "" : $"{code}: {MessageOf(response)}";
        platform.Log.Write(new PlatformLogEntry(
            Guid.NewGuid(),
            platform.Clock.GetUtcNow(),
            "auth_logs",
            code is null ? "request completed" : error,
            "",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["level"] = response.Status switch { >= 500 => "error", 429 => "warning", _ => "info" },
                ["status"] = response.Status.ToString(CultureInfo.InvariantCulture),
                ["path"] = path,
                ["msg"] = "request completed",
                ["error"] = error,
                ["remote_addr"] = EdgeLog.AddressOf(request),
            }));
    }

    private static string MessageOf(StandInResponse response) =>
        JsonNode.Parse(response.Body.Span) is JsonObject body ? body.Text("msg") ?? body.Text("message") ?? "" : "";
}
