using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of what costs: the compute size, the disk, the upgrade of PostgreSQL.</summary>
internal static class BillingRoutes
{
    private const string Project = "/v1/projects/{ref}";
    private const string Addons = Project + "/billing/addons";

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.MapAlways("GET", Addons, "projects:read", _ => StandInResponse.Json(200, Shape(platform)));
        endpoints.Map("PATCH", Addons, "projects:write", request =>
        {
            var body = request.ReadObject();
            var type = body.Required("addon_type");
            var variant = body.Required("addon_variant");
            if (type == "compute_instance" && ComputeSize.All.Any(size => size.Id == variant))
            {
                platform.Machine.ComputeId = variant;
                platform.Project.Restart(ProjectStatus.Resizing);
            }
            else if (type == "pitr" && variant.StartsWith("pitr_", StringComparison.Ordinal))
            {
                platform.Backups.IsPitrEnabled = true;
            }
            else
            {
                throw new RefusalException(400, "addon_variant: Invalid enum value");
            }

            return StandInResponse.Empty(200);
        });
        endpoints.Map("GET", Project + "/config/disk/util", "database:read", _ => StandInResponse.Json(200, new
        {
            timestamp = platform.Clock.GetUtcNow(),
            metrics = new
            {
                fs_size_bytes = platform.Machine.DiskBytes,
                fs_avail_bytes = platform.Machine.DiskBytes - platform.Machine.DiskUsedBytes,
                fs_used_bytes = platform.Machine.DiskUsedBytes,
            },
        }));
        endpoints.Map("GET", Project + "/config/disk", "database:read", _ => StandInResponse.Json(200, new
        {
            attributes = new { type = "gp3", iops = 3000, throughput_mibps = 125, size_gb = platform.Machine.DiskBytes >> 30 },
            last_modified_at = platform.Project.CreatedAt,
        }));
        endpoints.Map("GET", Project + "/upgrade/eligibility", "projects:read", async (_, cancellation) =>
        {
            var version = await platform.Database.VersionAsync(cancellation).ConfigureAwait(false);
            return StandInResponse.Json(200, new
            {
                eligible = false,
                current_app_version = $"supabase-postgres-{version}",
                latest_app_version = $"supabase-postgres-{version}",
                target_upgrade_versions = Array.Empty<object>(),
                duration_estimate_hours = 1,
                validation_errors = Array.Empty<object>(),
            });
        });
    }

    private static object Shape(SupabasePlatform platform) => new
    {
        selected_addons = Selected(platform),
        available_addons = new[]
        {
            new { type = "compute_instance", name = "Compute Instance", variants = ComputeSize.All.Select(size => size.Shape()) },
        },
    };

    private static object[] Selected(SupabasePlatform platform)
    {
        var compute = new { type = "compute_instance", variant = platform.Machine.Compute.Shape() };
        return platform.Backups.IsPitrEnabled
            ? [compute, new { type = "pitr", variant = new { id = "pitr_7", name = "7 days", price = new { amount = 100 } } }]
            : [compute];
    }
}
