using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Which deployment the addresses lead to: rollback, promotion, and what became of each address.</summary>
internal static class AliasRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("POST", [1, 9], "/projects/{project}/rollback/{deployment}", RollBack);
        routes.Add("PATCH", [1], "/projects/{project}/rollback/{deployment}/update-description", Describe);
        routes.Add("POST", [1, 9, 10], "/projects/{project}/promote/{deployment}", Promote);
        routes.Add("GET", [1, 9], "/projects/{project}/rollback/aliases", call => JobAliases(call, "rollback"));
        routes.Add("GET", [1, 9], "/projects/{project}/promote/aliases", call => JobAliases(call, "promote"));
        routes.Add("GET", [2, 3, 4], "/aliases", All);
        routes.Add("GET", [2, 3], "/now/aliases", All);
        routes.Add("GET", [2], "/deployments/{deployment}/aliases", OfDeployment);
        routes.Add("POST", [2], "/deployments/{deployment}/aliases", Assign);
    }

    private static StandInResponse RollBack(VercelCall call)
    {
        call.NeedsRight("roll back the project");
        call.Body();
        call.Project().RollBack(call.Value("deployment"), call.Query("description"), call.User);
        return StandInResponse.Empty(201);
    }

    private static StandInResponse Describe(VercelCall call)
    {
        call.NeedsRight("edit the rollback's description");
        var project = call.Project();
        if (project.PinnedBy?.ToDeploymentId != call.Value("deployment"))
            throw VercelRefusedException.NotFound("Rollback");

        project.RollbackDescription = VercelCall.Text(call.Body(), "description")
            ?? throw VercelRefusedException.BadRequest("Invalid request: missing required property `description`.");
        return StandInResponse.Empty(200);
    }

    private static StandInResponse Promote(VercelCall call)
    {
        call.NeedsRight("promote a deployment");
        call.Body();
        return StandInResponse.Empty(call.Project().Promote(call.Value("deployment"), call.User) is null ? 202 : 201);
    }

    private static StandInResponse JobAliases(VercelCall call, string type)
    {
        var project = call.Project();
        var job = project.LastJob?.Type == type ? project.LastJob : null;
        var limit = call.Limit();
        // Pages go back in time; here each domain is a millisecond older than the one before it.
        var all = job is null ? [] : project.Domains
            .Select((domain, index) => (
                domain, Status: StatusOf(job, index, call.Now), At: DeploymentJson.Ms(job.RequestedAt) - index))
            .Where(alias => !call.Flag("failedOnly") || alias.Status == "failed")
            .Where(alias => call.Number("until") is not { } until || alias.At <= until)
            .ToList();
        var page = all.Take(limit).Select(alias => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{job!.ToDeploymentId}#{alias.domain}"),
            status = alias.Status,
            alias = new { alias = alias.domain, deploymentId = project.Aliases[alias.domain] },
        }).ToArray();
        return StandInResponse.Json(200, new
        {
            aliases = page,
            pagination = new
            {
                count = page.Length,
                next = all.Count > limit ? all[limit].At : (long?)null,
                prev = page.Length == 0 ? (long?)null : all[0].At,
            },
        });
    }

    private static string StatusOf(VercelAliasJob job, int index, DateTimeOffset now) => job.StatusAt(now) switch
    {
        "succeeded" => "completed",
        "failed" => index == 0 ? "completed" : "failed",
        "in-progress" => index == 0 ? "in-progress" : "pending",
        _ => "pending",
    };

    private static StandInResponse All(VercelCall call)
    {
        var projects = call.IsInTeam ? call.Platform.Projects : [];
        var aliases = projects
            .Where(project => call.Query("projectId") is not { } id || project.Id == id)
            .SelectMany(project => project.Deployments.SelectMany(deployment => Entries(project, deployment)))
            .Take(call.Limit())
            .ToArray();
        return StandInResponse.Json(200, new
        {
            aliases,
            pagination = new { count = aliases.Length, next = (long?)null, prev = (long?)null },
        });
    }

    private static StandInResponse OfDeployment(VercelCall call)
    {
        var (project, deployment) = call.Deployment();
        return StandInResponse.Json(200, new { aliases = Entries(project, deployment).ToArray() });
    }

    private static IEnumerable<object> Entries(VercelProject project, VercelDeployment deployment) => DeploymentJson
        .Aliases(project, deployment)
        .Select(alias => new
        {
            uid = $"alias_{alias}",
            alias,
            deploymentId = deployment.Id,
            deployment = new { id = deployment.Id, url = deployment.Url, meta = "{}" },
            projectId = project.Id,
            creator = new { uid = deployment.Creator.Id, username = deployment.Creator.UserName },
            created = deployment.AliasedAt,
            createdAt = DeploymentJson.Ms(deployment.AliasedAt),
        });

    private static StandInResponse Assign(VercelCall call)
    {
        call.NeedsRight("assign an alias");
        var (project, deployment) = call.Deployment();
        var alias = VercelCall.Text(call.Body(), "alias")
            ?? throw VercelRefusedException.BadRequest("Invalid request: missing required property `alias`.");
        if (!deployment.IsAliasedAt(call.Now)) throw VercelRefusedException.BadRequest("The deployment is not READY.");

        var before = project.Assign(alias, deployment);
        return StandInResponse.Json(200, new
        {
            uid = $"alias_{alias}",
            alias,
            created = call.Now,
            oldDeploymentId = before,
        });
    }
}
