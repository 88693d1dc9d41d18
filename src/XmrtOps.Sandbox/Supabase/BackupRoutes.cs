using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The Management API's routes of backups. A restore takes the project down for a while; its rows stay what they are.
/// </summary>
internal static class BackupRoutes
{
    private const string Path = "/v1/projects/{ref}/database/backups";
    private const string Read = "database:read";
    private const string Write = "database:write";
    private const int LongestName = 20;

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        var backups = platform.Backups;
        endpoints.MapAlways("GET", Path, Read, _ => StandInResponse.Json(200, backups.Shape(platform.Project.Region)));
        endpoints.Map("POST", Path + "/restore-pitr", Write, request =>
        {
            if (!backups.IsPitrEnabled) throw new RefusalException(400, "Physical backups are not enabled for the project");

            var target = request.ReadObject().Number("recovery_time_target_unix")
                ?? throw new RefusalException(400, "recovery_time_target_unix: Required");
            if (target > platform.Clock.GetUtcNow().ToUnixTimeSeconds())
            {
                throw new RefusalException(400, "recovery_time_target_unix: Must not be in the future");
            }

            platform.Project.Restore();
            return StandInResponse.Empty(201);
        });
        endpoints.Map("POST", Path + "/restore", Write, request =>
        {
            var id = request.ReadObject().Number("id") ?? throw new RefusalException(400, "id: Required");
            if (!backups.Has(id)) throw new RefusalException(404, "Backup not found");

            platform.Project.Restore();
            return StandInResponse.Empty(201);
        });
        endpoints.Map("POST", Path + "/restore-point", Write, request =>
            StandInResponse.Json(201, backups.MakeRestorePoint(Name(request))));
        endpoints.Map("GET", Path + "/restore-point", Read, _ => StandInResponse.Json(
            200, backups.RestorePoint() ?? throw new RefusalException(404, "Restore point not found")));
        endpoints.Map("POST", Path + "/undo", Write, request =>
        {
            if (!backups.IsAvailable(Name(request))) throw new RefusalException(404, "Restore point not found");

            platform.Project.Restore();
            return StandInResponse.Empty(201);
        });
        endpoints.Map("GET", Path + "/schedule", Read, _ => Schedule(platform, cron: null));
        endpoints.Map("PATCH", Path + "/schedule", Write, request => Schedule(platform, request.ReadObject().Required("schedule")));
    }

    private static StandInResponse Schedule(SupabasePlatform platform, string? cron) => platform.Organization.IsPaid
        ? StandInResponse.Json(200, platform.Backups.Schedule(cron))
        : throw new RefusalException(402, "Backup schedules are not available on the organization's plan");

    private static string Name(StandInRequest request)
    {
        var name = request.ReadObject().Required("name");
        return name.Length <= LongestName ? name : throw new RefusalException(400, $"name: At most {LongestName} characters");
    }
}
