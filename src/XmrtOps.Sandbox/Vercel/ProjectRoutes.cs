using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Projects, their domains, and whether they are paused.</summary>
internal static class ProjectRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [9, 10], "/projects", List);
        routes.Add("GET", [9, 10], "/projects/{project}", Get);
        routes.Add("PATCH", [9, 10], "/projects/{project}", Change);
        routes.Add("GET", [9, 10], "/projects/{project}/domains", Domains);
        routes.Add("GET", [0, 1], "/projects/{project}/production-deployment", Production);
        routes.Add("POST", [1], "/projects/{project}/pause", call => Pause(call, true));
        routes.Add("POST", [1], "/projects/{project}/unpause", call => Pause(call, false));
        routes.Add("GET", [1], "/projects/{project}/rolling-release", RollingRelease);
        routes.Add("GET", [0, 9], "/projects/{project}/custom-environments", CustomEnvironments);
    }

    private static StandInResponse List(VercelCall call)
    {
        var search = call.Query("search");
        var projects = call.IsInTeam ? call.Platform.Projects : [];
        var found = projects
            .Where(project => search is null || project.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Take(call.Limit())
            .Select(project => ProjectJson.Of(project, withJob: false))
            .ToArray();
        return StandInResponse.Json(200, new
        {
            projects = found,
            pagination = new { count = found.Length, next = (long?)null, prev = (long?)null },
        });
    }

    private static StandInResponse Get(VercelCall call) =>
        StandInResponse.Json(200, ProjectJson.Of(call.Project(), call.Flag("rollbackInfo")));

    private static StandInResponse Change(VercelCall call)
    {
        call.NeedsRight("update the project");
        var project = call.Project();
        var body = call.Body();
        if (VercelCall.YesNo(body, "autoAssignCustomDomains") is { } assigns) project.SetAutoAssign(assigns);
        if (VercelCall.Text(body, "nodeVersion") is { } version) project.NodeVersion = version;
        return StandInResponse.Json(200, ProjectJson.Of(project, withJob: false));
    }

    private static StandInResponse Domains(VercelCall call)
    {
        var project = call.Project();
        var at = DeploymentJson.Ms(call.Platform.CreatedAt);
        var domains = project.Domains.Select(name => new
        {
            name,
            apexName = name.EndsWith(".vercel.app", StringComparison.Ordinal) ? "vercel.app" : "xmrt.example",
            projectId = project.Id,
            redirect = (string?)null,
            gitBranch = (string?)null,
            verified = true,
            createdAt = at,
            updatedAt = at,
        }).ToArray();
        return StandInResponse.Json(200, new
        {
            domains,
            pagination = new { count = domains.Length, next = (long?)null, prev = (long?)null },
        });
    }

    private static StandInResponse Production(VercelCall call)
    {
        var project = call.Project();
        return project.Production is { } production
            ? StandInResponse.Json(200, new { deployment = DeploymentJson.Full(project, production) })
            : throw VercelRefusedException.NotFound("Production deployment");
    }

    private static StandInResponse Pause(VercelCall call, bool pauses)
    {
        call.NeedsRight(pauses ? "pause the project" : "unpause the project");
        call.Project().IsPaused = pauses;
        return StandInResponse.Empty(200);
    }

    private static StandInResponse RollingRelease(VercelCall call)
    {
        var project = call.Project();
        return StandInResponse.Json(200, new
        {
            rollingRelease = !project.HasActiveRollingRelease ? null : new
            {
                state = "ACTIVE",
                currentDeployment = new { id = project.ProductionId },
                activeStage = new { index = 0, isFinalStage = false, targetPercentage = 10, requireApproval = true },
            },
        });
    }

    private static StandInResponse CustomEnvironments(VercelCall call)
    {
        call.Project();
        return StandInResponse.Json(
            200, new { environments = Array.Empty<object>(), accountLimit = new { total = 1 } });
    }
}
