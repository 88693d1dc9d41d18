using System.Data.Common;
using System.Net.Sockets;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of projects, organisations and the services' health.</summary>
internal static class ProjectRoutes
{
    private const string Project = "/v1/projects/{ref}";
    private const string Read = "projects:read";
    private const string Write = "projects:write";
    private const int LongestTimeoutMs = 10_000;

    private static readonly string[] Channels = ["ga", "preview"];

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        var project = platform.Project;
        endpoints.MapAlways("GET", "/v1/organizations", string.Empty, _ => StandInResponse.Json(200, new[]
        {
            new { id = platform.Organization.Id, slug = platform.Organization.Slug, name = platform.Organization.Name },
        }));
        endpoints.MapAlways("GET", "/v1/organizations/{slug}", string.Empty, request => Organization(platform, request));
        endpoints.MapAlways("GET", "/v1/projects", Read, async (_, cancellation) => StandInResponse.Json(
            200,
            project.Status == ProjectStatus.Removed
                ? []
                : new[] { await ShapeAsync(platform, cancellation).ConfigureAwait(false) }));
        endpoints.MapAlways("GET", Project, Read, async (_, cancellation) =>
            StandInResponse.Json(200, await ShapeAsync(platform, cancellation).ConfigureAwait(false)));
        endpoints.MapAlways("DELETE", Project, Write, _ =>
        {
            project.Remove();
            return StandInResponse.Json(200, new { id = 1, @ref = project.Ref, name = project.Name });
        });
        endpoints.MapAlways("POST", Project + "/pause", Write, _ =>
        {
            if (!ProjectStatus.IsUp(project.Status)) throw new RefusalException(400, $"Project cannot be paused: {project.Status}");

            project.Pause();
            return StandInResponse.Empty(200);
        });
        endpoints.MapAlways("POST", Project + "/restore", Write, _ =>
        {
            if (project.Status is not (ProjectStatus.Inactive or ProjectStatus.RestoreFailed))
            {
                throw new RefusalException(400, $"Project cannot be restored: {project.Status}");
            }

            project.Restore();
            return StandInResponse.Empty(200);
        });
        endpoints.MapAlways("GET", Project + "/health", Read, (request, cancellation) =>
            HealthAsync(platform, request, cancellation));
        endpoints.Map("GET", Project + "/branches", "environment:read", _ => StandInResponse.Json(200, Array.Empty<object>()));
    }

    private static StandInResponse Organization(SupabasePlatform platform, StandInRequest request)
    {
        var organization = platform.Organization;
        if (request.Values["slug"] != organization.Slug) throw new RefusalException(404, "Organization not found");

        return StandInResponse.Json(200, new
        {
            id = organization.Id,
            name = organization.Name,
            plan = organization.Plan,
            opt_in_tags = Array.Empty<string>(),
            allowed_release_channels = Channels,
        });
    }

    private static async Task<object> ShapeAsync(SupabasePlatform platform, CancellationToken cancellation)
    {
        var project = platform.Project;
        var version = await platform.Database.VersionAsync(cancellation).ConfigureAwait(false);
        return new
        {
            id = project.Ref,
            @ref = project.Ref,
            organization_id = platform.Organization.Id,
            organization_slug = platform.Organization.Slug,
            name = project.Name,
            region = project.Region,
            created_at = project.CreatedAt,
            status = project.Status,
            database = new
            {
                host = platform.Database.Host ?? $"db.{project.Ref}.supabase.co",
                version,
                postgres_engine = version.Split('.')[0],
                release_channel = "ga",
            },
        };
    }

    private static async Task<StandInResponse> HealthAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        string[] services =
        [
            .. (request.Query.GetValueOrDefault("services") ?? request.Query.GetValueOrDefault("services[]") ?? [])
                .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)),
        ];
        if (services.Length == 0) throw new RefusalException(400, "services: Required");
        if (services.Except(ServiceStates.Names).FirstOrDefault() is { } unknown)
        {
            throw new RefusalException(400, $"services: Invalid enum value. Received '{unknown}'");
        }

        var timeout = request.First("timeout_ms");
        if (timeout is not null && !(int.TryParse(timeout, out var ms) && ms is >= 0 and <= LongestTimeoutMs))
        {
            throw new RefusalException(400, $"timeout_ms: Expected a number from 0 to {LongestTimeoutMs}");
        }

        var databaseError = services.Any(AsksDatabase)
            ? await ProbeAsync(platform, cancellation).ConfigureAwait(false)
            : null;
        return StandInResponse.Json(200, services.Select(name => Health(platform, name, databaseError)));
    }

    private static bool AsksDatabase(string service) => service is "db" or "db_postgres_user" or "pooler" or "pg_bouncer";

    private static async Task<string?> ProbeAsync(SupabasePlatform platform, CancellationToken cancellation)
    {
        try
        {
            await platform.Database.ProbeAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is DbException or SocketException or IOException or TimeoutException)
        {
            return error.Message;
        }
    }

    private static object Health(SupabasePlatform platform, string name, string? databaseError)
    {
        var status = platform.Project.Status;
        var error = platform.Services.ErrorOf(name)
            ?? (AsksDatabase(name) ? databaseError : null)
            ?? (ProjectStatus.IsUp(status) ? null : $"Project is {status}");
        if (error is not null)
        {
            return new { name, healthy = false, status = status == ProjectStatus.ComingUp ? status : "UNHEALTHY", error };
        }

        const string healthy = ProjectStatus.ActiveHealthy;
        return name switch
        {
            "auth" => new { name, healthy = true, status = healthy, info = AuthRoutes.Version },
            "realtime" => new
            {
                name,
                healthy = true,
                status = healthy,
                info = new { healthy = true, db_connected = true, replication_connected = true, connected_cluster = 1 },
            },
            "rest" => new
            {
                name, healthy = true, status = healthy, info = new { db_schema = platform.RestConfig["db_schema"] },
            },
            _ => (object)new { name, healthy = true, status = healthy },
        };
    }
}
