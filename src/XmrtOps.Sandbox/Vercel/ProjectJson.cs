namespace XmrtOps.Sandbox.Vercel;

/// <summary>The form in which the API shows a project.</summary>
internal static class ProjectJson
{
    private const int LatestDeployments = 5;

    public static Dictionary<string, object?> Of(VercelProject project, bool withJob)
    {
        var platform = project.Platform;
        var production = project.Production;
        var json = new Dictionary<string, object?>
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["accountId"] = platform.Identity.VercelTeamId,
            ["framework"] = project.Framework,
            ["nodeVersion"] = project.NodeVersion,
            ["rootDirectory"] = null,
            ["buildCommand"] = null,
            ["outputDirectory"] = null,
            ["devCommand"] = null,
            ["installCommand"] = null,
            ["createdAt"] = DeploymentJson.Ms(platform.CreatedAt),
            ["updatedAt"] = DeploymentJson.Ms(
                project.Deployments.Select(made => made.CreatedAt).DefaultIfEmpty(platform.CreatedAt).Max()),
            ["live"] = !project.IsPaused,
            ["paused"] = project.IsPaused,
            ["autoAssignCustomDomains"] = project.AutoAssignsDomains,
            ["autoAssignCustomDomainsUpdatedBy"] = project.PinnedBy?.RequestedBy.Id,
            ["link"] = new
            {
                type = "github",
                org = "xmrt-example",
                repo = project.Name,
                repoId = 700100200,
                productionBranch = "main",
                deployHooks = Array.Empty<object>(),
            },
            ["alias"] = project.Domains.Select(domain => new
            {
                domain,
                target = "PRODUCTION",
                environment = "production",
                gitBranch = (string?)null,
                redirect = (string?)null,
                deployment = project.Aliases.TryGetValue(domain, out var id) ? new { id } : null,
            }).ToArray(),
            ["targets"] = new { production = production is null ? null : Target(project, production) },
            ["latestDeployments"] = project.Deployments
                .Take(LatestDeployments)
                .Select(deployment => Target(project, deployment))
                .ToArray(),
            ["env"] = project.Variables.Select(variable => EnvironmentJson.Of(variable, decrypts: false)).ToArray(),
            ["crons"] = null,
            ["rollingRelease"] = project.HasActiveRollingRelease ? Stages : null,
            ["ssoProtection"] = new { deploymentType = "prod_deployment_urls_and_all_previews" },
            ["passwordProtection"] = null,
            ["protectionBypass"] = new Dictionary<string, object>
            {
                [project.ProtectionBypass] = new
                {
                    scope = "automation-bypass",
                    createdAt = DeploymentJson.Ms(platform.CreatedAt),
                    createdBy = platform.Users[0].Id,
                },
            },
            ["security"] = new { attackModeEnabled = project.Firewall.IsInAttackMode },
            ["speedInsights"] = new { id = "si_" + project.Id[4..10], hasData = true },
            ["webAnalytics"] = new { id = "wa_" + project.Id[4..10], hasData = false },
            ["lastRollbackTarget"] = null,
        };
        AddPin(json, project);
        if (withJob || platform.Rules.ShowsJobUnasked) json["lastAliasRequest"] = Job(project);
        return json;
    }

    private static object Stages => new { target = "production", stages = new[] { new { targetPercentage = 10 } } };

    private static void AddPin(Dictionary<string, object?> json, VercelProject project)
    {
        if (project.PinnedBy is not { } job) return;

        json["rollbackDescription"] = new
        {
            userId = job.RequestedBy.Id,
            username = job.RequestedBy.UserName,
            description = project.RollbackDescription ?? job.Description ?? string.Empty,
            createdAt = DeploymentJson.Ms(job.RequestedAt),
        };
    }

    private static object? Job(VercelProject project) =>
        project.LastJob is { } job && job.StatusAt(project.Now) is { } status
        ? new
        {
            fromDeploymentId = job.FromDeploymentId,
            toDeploymentId = job.ToDeploymentId,
            jobStatus = status,
            requestedAt = DeploymentJson.Ms(job.RequestedAt),
            type = job.Type,
        }
        : null;

    private static Dictionary<string, object?> Target(VercelProject project, VercelDeployment deployment)
    {
        var item = DeploymentJson.ListItem(project, deployment);
        item.Remove("uid");
        item["id"] = deployment.Id;
        item["deploymentHostname"] = deployment.Url;
        item["alias"] = DeploymentJson.Aliases(project, deployment);
        item["plan"] = project.Platform.Plan == VercelPlan.Hobby ? "hobby" : "pro";
        return item;
    }
}
