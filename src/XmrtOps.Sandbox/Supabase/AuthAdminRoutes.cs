using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Auth's admin endpoints over the users of the project's database, for the role service_role only.</summary>
internal static class AuthAdminRoutes
{
    private const string Users = "/auth/v1/admin/users";
    private const string User = Users + "/{id}";
    private const int DefaultPageSize = 50;
    private const int LargestPage = 1000;

    private static readonly string Select = EmbeddedSql.Read("Supabase/auth-users.sql");

    public static void Map(SupabasePlatform platform)
    {
        Add("GET", Users, ListAsync);
        Add("GET", User, GetAsync);
        Add("PUT", User, ChangeAsync);
        Add("DELETE", User, DeleteAsync);
        Add("GET", "/auth/v1/admin/audit", AuditAsync);

        void Add(
            string method,
            string path,
            Func<SupabasePlatform, StandInRequest, CancellationToken, Task<StandInResponse>> handler) =>
            platform.Address.Map(method, path, (request, cancellation) => GuardAsync(platform, request, handler, cancellation));
    }

    private static async Task<StandInResponse> GuardAsync(
        SupabasePlatform platform,
        StandInRequest request,
        Func<SupabasePlatform, StandInRequest, CancellationToken, Task<StandInResponse>> handler,
        CancellationToken cancellation)
    {
        if (RefuseCaller(platform, request) is { } refusal) return refusal;

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
            return AuthError.Of(request, 500, "unexpected_failure", "Database error finding users");
        }
    }

    private static StandInResponse? RefuseCaller(SupabasePlatform platform, StandInRequest request)
    {
        var bearer = request.BearerToken;
        var key = request.Headers.GetValueOrDefault("apikey") ?? request.First("apikey");
        // The gateway puts a token in the place of a key of the new kind, where no other token came.
        if (key?.StartsWith("sb_", StringComparison.Ordinal) == true && (bearer is null || bearer == key))
        {
            return platform.ApiKeys.OfValue(key)?.Role == "service_role"
                ? null
                : AuthError.Of(request, 403, "not_admin", "User not allowed");
        }

        if (bearer is null) return AuthError.Of(request, 401, "no_authorization", "This endpoint requires a valid Bearer token");

        var token = GatewayToken.Check(bearer, platform);
        if (token.Problem is not null)
        {
            return AuthError.Of(request, 403, "bad_jwt", "invalid JWT: unable to parse or verify signature");
        }

        return token.Payload?.Text("role") is "service_role" or "supabase_admin"
            ? null
            : AuthError.Of(request, 403, "not_admin", "User not allowed");
    }

    private static async Task<StandInResponse> ListAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        var page = Number(request, "page", 1, int.MaxValue);
        var size = Number(request, "per_page", DefaultPageSize, LargestPage);
        JsonNode?[] parameters = [size, (page - 1L) * size, request.First("filter") ?? string.Empty, string.Empty];
        var rows = await platform.Database.RowsAsync(Select, parameters, cancellation).ConfigureAwait(false);
        var total = rows.Count > 0
            ? rows[0]!["total"]!.GetValue<long>()
            : await CountAsync(platform, request, cancellation).ConfigureAwait(false);
        var last = Math.Max(1, (total + size - 1) / size);
        var links = new List<string>();
        if (page < last) links.Add(Link(page + 1, "next"));
        links.Add(Link(last, "last"));
        return StandInResponse.Json(200, new { users = rows.Select(row => row!["user"]), aud = "authenticated" })
            .With("X-Total-Count", total.ToString(CultureInfo.InvariantCulture))
            .With("Link", string.Join(", ", links));

        string Link(long to, string relation) => string.Create(
            CultureInfo.InvariantCulture, $"<{Users["/auth/v1".Length..]}?page={to}&per_page={size}>; rel=\"{relation}\"");
    }

    private static async Task<long> CountAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        const string count = "SELECT count(*) AS total FROM auth.users WHERE $1 = '' OR email ILIKE '%' || $1 || '%'";
        var rows = await platform.Database
            .RowsAsync(count, [request.First("filter") ?? string.Empty], cancellation)
            .ConfigureAwait(false);
        return rows[0]!["total"]!.GetValue<long>();
    }

    private static int Number(StandInRequest request, string name, int otherwise, int most)
    {
        if (request.First(name) is not { Length: > 0 } text) return otherwise;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? Math.Min(number, most)
            : throw new RefusalException(400, $"Bad Pagination Parameters: {name} must be a positive number");
    }

    private static async Task<JsonNode?> FindAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (!Guid.TryParse(request.Values["id"], out var id)) throw new RefusalException(400, "user_id must be an UUID");

        var rows = await platform.Database.RowsAsync(Select, [1, 0, string.Empty, $"{id}"], cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0]!["user"]!.DeepClone();
    }

    private static async Task<StandInResponse> GetAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation) =>
        await FindAsync(platform, request, cancellation).ConfigureAwait(false) is { } user
            ? StandInResponse.Json(200, user)
            : NoUser(request);

    private static async Task<StandInResponse> ChangeAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(platform, request, cancellation).ConfigureAwait(false) is not { } user) return NoUser(request);

        var id = user["id"]!.GetValue<string>();
        var body = request.ReadObject();
        if (body.Text("ban_duration") is { } duration)
        {
            var until = duration == "none" ? (DateTimeOffset?)null : platform.Clock.GetUtcNow() + GoDuration.Parse(duration);
            JsonNode?[] parameters = [until is null ? null : $"{until:O}", id];
            const string ban =
                "UPDATE auth.users SET banned_until = $1::timestamptz, updated_at = now() WHERE id = $2::uuid";
            await platform.Database.RowsAsync(ban, parameters, cancellation).ConfigureAwait(false);
        }

        if (body.Text("password") is { } password)
        {
            var least = platform.AuthConfig["password_min_length"]!.GetValue<int>();
            if (password.Length < least)
            {
                return AuthError.Of(request, 422, "weak_password", $"Password should be at least {least} characters.");
            }

            await platform.Database
                .RowsAsync("DELETE FROM auth.sessions WHERE user_id = $1::uuid", [id], cancellation)
                .ConfigureAwait(false);
        }

        return StandInResponse.Json(200, await FindAsync(platform, request, cancellation).ConfigureAwait(false));
    }

    private static async Task<StandInResponse> DeleteAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(platform, request, cancellation).ConfigureAwait(false) is not { } user) return NoUser(request);

        var isSoft = request.Body.Length > 0 && request.ReadObject().Flag("should_soft_delete") == true;
        var sql = isSoft
            ? "UPDATE auth.users SET deleted_at = now() WHERE id = $1::uuid"
            : "DELETE FROM auth.users WHERE id = $1::uuid";
        await platform.Database.RowsAsync(sql, [user["id"]!.DeepClone()], cancellation).ConfigureAwait(false);
        return StandInResponse.Json(200, new { });
    }

    private static async Task<StandInResponse> AuditAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        var size = Number(request, "per_page", DefaultPageSize, LargestPage);
        var skipped = (Number(request, "page", 1, int.MaxValue) - 1L) * size;
        // With the log in the database switched off there is nothing new in it; the real one answers with nothing at all.
        if (platform.AuthConfig["audit_log_disable_postgres"]!.GetValue<bool>())
        {
            return StandInResponse.Json(200, Array.Empty<object>());
        }

        var words = (request.First("query") ?? string.Empty).Split(':', 2);
        var key = words[0] switch
        {
            "action" => "action",
            "author" => "actor_username",
            "type" => "log_type",
            _ => string.Empty,
        };
        const string sql = """
            SELECT id::text AS id, payload, created_at, ip_address FROM auth.audit_log_entries
            WHERE $3 = '' OR payload->>$3 = $4 ORDER BY created_at DESC, id LIMIT $1::bigint OFFSET $2::bigint
            """;
        JsonNode?[] parameters = [size, skipped, key, words.Length == 2 ? words[1] : string.Empty];
        return StandInResponse.Json(200, await platform.Database.RowsAsync(sql, parameters, cancellation).ConfigureAwait(false));
    }

    private static StandInResponse NoUser(StandInRequest request) =>
        AuthError.Of(request, 404, "user_not_found", "User not found");
}
