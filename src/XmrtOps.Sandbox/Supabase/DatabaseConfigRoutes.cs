using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of settings of the database and its pooler, and its types.</summary>
internal static class DatabaseConfigRoutes
{
    private const string Project = "/v1/projects/{ref}";
    private const string Config = Project + "/config/database";
    private const string Read = "database:read";
    private const string Write = "database:write";
    private const int TransactionPort = 6543;
    private const int LeastPassword = 4;

    public static JsonObject PoolerDefaults() => new()
    {
        ["pool_mode"] = "transaction",
        ["default_pool_size"] = 15,
        ["max_client_conn"] = 200,
        ["ignore_startup_parameters"] = "extra_float_digits",
        ["server_idle_timeout"] = 60,
        ["server_lifetime"] = 3600,
        ["query_wait_timeout"] = 120,
        ["reserve_pool_size"] = 0,
    };

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.Map("GET", Config + "/pooler", Read, _ => StandInResponse.Json(200, new[] { Pooler(platform) }));
        endpoints.Map("PATCH", Config + "/pooler", Write, request => ChangePooler(platform, request));
        endpoints.Map("GET", Config + "/pgbouncer", Read, _ => StandInResponse.Json(
            200, With(platform.PoolerConfig.Read(), "connection_string", ConnectionString(platform))));
        endpoints.Map("GET", Config + "/postgres", Read, _ => StandInResponse.Json(200, platform.PostgresConfig.Read()));
        endpoints.Map("PUT", Config + "/postgres", Write, request => ChangePostgres(platform, request));
        endpoints.Map("PATCH", Project + "/database/password", Write, request =>
        {
            if (request.ReadObject().Required("password").Length < LeastPassword)
            {
                throw new RefusalException(400, $"password: At least {LeastPassword} characters");
            }

            // The sandbox's own services connect with that password: the change is acknowledged and not made.
            return StandInResponse.Json(200, new { message = "Successfully updated password" });
        });
        endpoints.Map("GET", Project + "/types/typescript", Read, async (_, cancellation) => StandInResponse.Json(
            200, new { types = await TypeScriptTypes.OfAsync(platform.Database, cancellation).ConfigureAwait(false) }));
    }

    private static JsonObject With(JsonObject values, string name, string value)
    {
        values[name] = value;
        return values;
    }

    private static string ConnectionString(SupabasePlatform platform) =>
        $"postgresql://postgres.{platform.Project.Ref}:[YOUR-PASSWORD]@{PoolerHost(platform)}:{TransactionPort}/postgres";

    private static string PoolerHost(SupabasePlatform platform) => $"aws-0-{platform.Project.Region}.pooler.supabase.com";

    private static object Pooler(SupabasePlatform platform)
    {
        var config = platform.PoolerConfig.Read();
        return new
        {
            identifier = platform.Project.Ref,
            database_type = "PRIMARY",
            is_using_scram_auth = true,
            db_user = $"postgres.{platform.Project.Ref}",
            db_host = PoolerHost(platform),
            db_port = TransactionPort,
            db_name = "postgres",
            connection_string = ConnectionString(platform),
            connectionString = ConnectionString(platform),
            default_pool_size = config["default_pool_size"],
            max_client_conn = config["max_client_conn"],
            pool_mode = config["pool_mode"],
        };
    }

    private static StandInResponse ChangePooler(SupabasePlatform platform, StandInRequest request)
    {
        var body = request.ReadObject();
        if (body.Text("pool_mode") is not (null or "transaction" or "session"))
        {
            throw new RefusalException(400, "pool_mode: Invalid enum value");
        }

        platform.PoolerConfig.Merge(body);
        return StandInResponse.Json(200, new
        {
            default_pool_size = platform.PoolerConfig["default_pool_size"],
            pool_mode = platform.PoolerConfig["pool_mode"],
        });
    }

    private static StandInResponse ChangePostgres(SupabasePlatform platform, StandInRequest request)
    {
        var body = request.ReadObject();
        var restarts = body.Flag("restart_database") == true;
        body.Remove("restart_database");
        var values = platform.PostgresConfig.Merge(body);
        if (restarts) platform.Project.Restart(ProjectStatus.Restarting);
        return StandInResponse.Json(200, values);
    }
}
