using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The Management API's routes of migrations, read from the database's own history. They are open to partners' apps only,
/// unless the platform is told otherwise.
/// </summary>
internal static class MigrationRoutes
{
    private const string Path = "/v1/projects/{ref}/database/migrations";

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.Map("GET", Path, "database:read", async (request, cancellation) =>
        {
            Check(platform, request);
            return StandInResponse.Json(200, await HistoryAsync(platform, cancellation).ConfigureAwait(false));
        });
        endpoints.Map("DELETE", Path, "database:write", async (request, cancellation) =>
        {
            Check(platform, request);
            await RollBackAsync(platform, request, cancellation).ConfigureAwait(false);
            return StandInResponse.Empty(200);
        });
    }

    private static void Check(SupabasePlatform platform, StandInRequest request)
    {
        if (platform.MigrationsAreForPartnersOnly && platform.Tokens.Find(request.BearerToken)?.IsPartnerApp != true)
        {
            throw new RefusalException(403, "This endpoint is only available to selected partner OAuth apps");
        }
    }

    private static Task<JsonArray> HistoryAsync(SupabasePlatform platform, CancellationToken cancellation) =>
        QueryRoutes.RowsAsync(
            platform.Database,
            "SELECT version, name FROM supabase_migrations.schema_migrations ORDER BY version",
            [],
            settings: null,
            cancellation);

    private static async Task RollBackAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        var from = request.First("gte");
        if (from is null || from.Length == 0 || !from.All(char.IsAsciiDigit))
        {
            throw new RefusalException(400, "gte: Invalid");
        }

        var database = platform.Database;
        var columns = await QueryRoutes.RowsAsync(
            database,
            "SELECT 1 AS found FROM pg_attribute WHERE attrelid = 'supabase_migrations.schema_migrations'::regclass "
            + "AND attname = 'rollback' AND NOT attisdropped",
            [],
            settings: null,
            cancellation).ConfigureAwait(false);
        var recorded = columns.Count == 0 ? [] : await QueryRoutes.RowsAsync(
            database,
            "SELECT array_to_string(rollback, E';\\n') AS sql FROM supabase_migrations.schema_migrations "
            + "WHERE version >= $1 AND rollback IS NOT NULL ORDER BY version DESC",
            [from],
            settings: null,
            cancellation).ConfigureAwait(false);
        foreach (var row in recorded)
        {
            if (row!.AsObject().Text("sql") is { Length: > 0 } sql)
            {
                await QueryRoutes.RowsAsync(database, sql, [], settings: null, cancellation).ConfigureAwait(false);
            }
        }

        await QueryRoutes.RowsAsync(
            database,
            "DELETE FROM supabase_migrations.schema_migrations WHERE version >= $1",
            [from],
            settings: null,
            cancellation).ConfigureAwait(false);
    }
}
