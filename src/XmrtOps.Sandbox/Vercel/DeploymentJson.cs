namespace XmrtOps.Sandbox.Vercel;

/// <summary>The forms in which the API shows a deployment: in lists, alone, and to those without a token.</summary>
internal static class DeploymentJson
{
    public static Dictionary<string, object?> ListItem(VercelProject project, VercelDeployment deployment)
    {
        var item = Common(project, deployment);
        item["uid"] = deployment.Id;
        item["created"] = Ms(deployment.CreatedAt);
        item["state"] = item["readyState"];
        item["isRollbackCandidate"] = project.IsRollbackCandidate(deployment);
        // In lists it is a time, false while it waits, and null where it never comes; alone it is yes or no.
        item["aliasAssigned"] = deployment.IsAliasedAt(project.Now) ? Ms(deployment.AliasedAt)
            : deployment.Failure is null && deployment.CanceledAt is null ? false : null;
        return item;
    }

    public static Dictionary<string, object?> Full(VercelProject project, VercelDeployment deployment)
    {
        var platform = project.Platform;
        var full = Common(project, deployment);
        foreach (var (name, value) in Short(project, deployment)) full[name] = value;
        full["status"] = full["readyState"];
        full["version"] = 2;
        full["public"] = false;
        full["ownerId"] = platform.Identity.VercelTeamId;
        full["project"] = new { id = project.Id, name = project.Name, framework = project.Framework };
        full["team"] = new
        {
            id = platform.Identity.VercelTeamId,
            name = "XMRT sandbox",
            slug = platform.Identity.VercelTeamSlug,
        };
        full["plan"] = platform.Plan == VercelPlan.Hobby ? "hobby" : "pro";
        full["env"] = deployment.Environment.Keys.Order(StringComparer.Ordinal).ToArray();
        full["build"] = new { env = deployment.Environment.Keys.Order(StringComparer.Ordinal).ToArray() };
        full["builds"] = Array.Empty<object>();
        full["regions"] = new[] { "iad1" };
        full["functions"] = null;
        full["routes"] = null;
        full["crons"] = Array.Empty<object>();
        full["autoAssignCustomDomains"] = deployment.IsProduction;
        if (deployment.Files is null)
        {
            full["gitSource"] = new
            {
                type = "github",
                repoId = 700100200,
                @ref = deployment.Commit.Branch,
                sha = deployment.Commit.Sha,
            };
        }

        if (deployment.Failure is { } failure && State(project, deployment) == VercelReadyState.Error)
        {
            full["errorStep"] = failure.Step;
            full["readyStateReason"] = failure.Message;
        }

        if (deployment.CanceledAt is { } canceledAt) full["canceledAt"] = Ms(canceledAt);
        return full;
    }

    /// <summary>What is told to everybody.</summary>
    public static Dictionary<string, object?> Short(VercelProject project, VercelDeployment deployment)
    {
        var json = new Dictionary<string, object?>
        {
            ["id"] = deployment.Id,
            ["alias"] = Aliases(project, deployment),
            ["aliasAssigned"] = deployment.IsAliasedAt(project.Now),
            ["aliasError"] = AliasError(deployment),
            ["aliasWarning"] = null,
            ["target"] = deployment.Target,
            ["readyState"] = Word(project, deployment),
        };
        AddError(json, project, deployment);
        return json;
    }

    /// <summary>The addresses that lead to it now, its own aside.</summary>
    public static string[] Aliases(VercelProject project, VercelDeployment deployment)
    {
        if (!deployment.IsAliasedAt(project.Now)) return [];

        var branch = deployment.Commit.Exists ? project.BranchHost(deployment.Commit.Branch) : "";
        var domains = project.Aliases
            .Where(alias => alias.Value == deployment.Id)
            .Select(alias => alias.Key)
            .OrderBy(domain => project.Domains.ToList().IndexOf(domain));
        return project.Find(branch)?.Id == deployment.Id ? [.. domains, branch] : [.. domains];
    }

    public static string Word(VercelProject project, VercelDeployment deployment) =>
        State(project, deployment).ToString().ToUpperInvariant();

    public static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static VercelReadyState State(VercelProject project, VercelDeployment deployment) =>
        deployment.StateAt(project.Now);

    private static Dictionary<string, object?> Common(VercelProject project, VercelDeployment deployment)
    {
        var state = State(project, deployment);
        var team = project.Platform.Identity.VercelTeamSlug;
        var json = new Dictionary<string, object?>
        {
            ["name"] = deployment.Name,
            ["projectId"] = deployment.ProjectId,
            // There is no address before a machine has taken it on.
            ["url"] = deployment.Url,
            ["createdAt"] = Ms(deployment.CreatedAt),
            ["readyState"] = Word(project, deployment),
            ["target"] = deployment.Target,
            ["source"] = deployment.Source,
            ["type"] = "LAMBDAS",
            ["creator"] = new
            {
                uid = deployment.Creator.Id,
                username = deployment.Creator.UserName,
                email = deployment.Creator.Email,
            },
            ["meta"] = Meta(deployment),
            ["aliasError"] = AliasError(deployment),
            ["inspectorUrl"] = $"https://vercel.com/{team}/{project.Name}/{deployment.Id["dpl_".Length..]}",
        };
        if (deployment.BuildingAt <= project.Now && !(deployment.CanceledAt < deployment.BuildingAt))
            json["buildingAt"] = Ms(deployment.BuildingAt);
        if (state == VercelReadyState.Ready)
        {
            json["ready"] = Ms(deployment.BuiltAt);
            json["readySubstate"] = deployment.ServedSince is null ? "STAGED" : "PROMOTED";
            json["checksState"] = "completed";
            json["checksConclusion"] = "succeeded";
        }

        AddError(json, project, deployment);
        return json;
    }

    private static void AddError(Dictionary<string, object?> json, VercelProject project, VercelDeployment deployment)
    {
        if (deployment.Failure is not { } failure || State(project, deployment) != VercelReadyState.Error) return;

        json["errorCode"] = failure.Code;
        json["errorMessage"] = failure.Message;
        json["buildErrorAt"] = Ms(deployment.BuiltAt);
        if (failure.IsOutOfMemory) json["oomReport"] = "out-of-memory";
    }

    private static object? AliasError(VercelDeployment deployment) => deployment.HasAliasError
        ? new { code = "alias_assignment_failed", message = "The domains could not be assigned to this deployment" }
        : null;

    private static Dictionary<string, string> Meta(VercelDeployment deployment)
    {
        var meta = !deployment.Commit.Exists ? [] : new Dictionary<string, string>
        {
            ["githubCommitSha"] = deployment.Commit.Sha,
            ["githubCommitRef"] = deployment.Commit.Branch,
            ["githubCommitMessage"] = deployment.Commit.Message,
            ["githubCommitAuthorName"] = deployment.Commit.Author.Name,
            ["githubCommitAuthorLogin"] = deployment.Commit.Author.UserName,
            ["githubOrg"] = "xmrt-example",
            ["githubRepo"] = deployment.Name,
        };
        if (deployment.Action is { } action) meta["action"] = action;
        if (deployment.OriginalId is { } original) meta["originalDeploymentId"] = original;
        return meta;
    }
}
