using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Deployments: listed, looked at, asked for, stopped.</summary>
internal static class DeploymentRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [6, 7], "/deployments", List);
        routes.Add("GET", [13], "/deployments/{deployment}", Get);
        routes.Add("POST", [13], "/deployments", Create);
        routes.Add("PATCH", [12], "/deployments/{deployment}/cancel", Cancel);
        routes.Add("GET", [11], "/deployments/{deployment}/builds", Builds);
        routes.Add("GET", [1], "/deployments/{deployment}/checks", call => Checks(call, "checks"));
        routes.Add("GET", [2], "/deployments/{deployment}/check-runs", call => Checks(call, "runs"));
    }

    private static StandInResponse List(VercelCall call)
    {
        var found = DeploymentFilter.Apply(call);
        var until = call.Time("until") ?? call.Time("to");
        var since = call.Time("since") ?? call.Time("from");
        var limit = call.Limit();
        var matching = found
            .Where(entry => until is null || entry.Deployment.CreatedAt <= until)
            .Where(entry => since is null || entry.Deployment.CreatedAt >= since)
            .OrderByDescending(entry => entry.Deployment.CreatedAt)
            .ThenBy(entry => entry.Deployment.Id, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var page = matching.Take(limit).ToList();
        return StandInResponse.Json(200, new
        {
            deployments = page.ConvertAll(entry => DeploymentJson.ListItem(entry.Project, entry.Deployment)),
            pagination = new
            {
                count = page.Count,
                // The first that is not on this page: until includes it, so that none is lost among equal times.
                next = matching.Count > limit ? DeploymentJson.Ms(matching[limit].Deployment.CreatedAt) : (long?)null,
                prev = page.Count == 0 ? (long?)null : DeploymentJson.Ms(page[0].Deployment.CreatedAt),
            },
        });
    }

    private static StandInResponse Get(VercelCall call)
    {
        var id = call.Value("deployment");
        if (id.StartsWith("dpl_", StringComparison.Ordinal) && !id[4..].All(char.IsAsciiLetterOrDigit))
            throw VercelRefusedException.BadRequest("Invalid request: `id` should match pattern \"dpl_[A-Za-z0-9]+\".");

        var (project, deployment) = call.Deployment();
        return StandInResponse.Json(200, call.Token is null
            ? DeploymentJson.Short(project, deployment)
            : DeploymentJson.Full(project, deployment));
    }

    private static StandInResponse Create(VercelCall call)
    {
        call.NeedsRight("create a deployment");
        var body = call.Body();
        var target = VercelCall.Text(body, "target");
        if (target is not null and not "production" and not "preview" and not "staging")
            throw VercelRefusedException.BadRequest(
                "Invalid request: `target` should be equal to one of the allowed values.");

        if (target == "preview") target = null;
        var deployment = VercelCall.Text(body, "deploymentId") is { } id
            ? Rebuild(call, id, target, body)
            : BuildNew(call, target, body);
        var project = call.Platform.FindProject(deployment.ProjectId)!;
        return StandInResponse.Json(200, DeploymentJson.Full(project, deployment));
    }

    private static VercelDeployment Rebuild(VercelCall call, string id, string? target, JsonElement body)
    {
        var (project, original) = call.Deployment(id);
        var action = body.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object
            ? VercelCall.Text(meta, "action")
            : null;
        return project.Redeploy(
            original.Id, target, VercelCall.YesNo(body, "withLatestCommit") == true, action, call.User);
    }

    private static VercelDeployment BuildNew(VercelCall call, string? target, JsonElement body)
    {
        var name = VercelCall.Text(body, "project") ?? VercelCall.Text(body, "name");
        if (name is null) throw VercelRefusedException.BadRequest("Invalid request: missing required property `name`.");

        var project = call.IsInTeam && call.Platform.FindProject(name) is { } found
            ? found
            : throw VercelRefusedException.NotFound("Project", name);
        if (body.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array)
            return UploadRoutes.Build(call, project, target, body);

        if (!body.TryGetProperty("gitSource", out var source) || source.ValueKind != JsonValueKind.Object)
            throw VercelRefusedException.BadRequest("Invalid request: one of `files`, `deploymentId`, `gitSource` is required.");

        var reference = VercelCall.Text(source, "sha") ?? VercelCall.Text(source, "ref")
            ?? throw VercelRefusedException.BadRequest("Invalid request: `gitSource` misses required property `ref`.");
        return project.BuildRef(reference, target, call.User);
    }

    private static StandInResponse Cancel(VercelCall call)
    {
        call.NeedsRight("cancel a deployment");
        var (project, deployment) = call.Deployment();
        return StandInResponse.Json(200, DeploymentJson.Full(project, project.Cancel(deployment.Id)));
    }

    private static StandInResponse Builds(VercelCall call)
    {
        var (project, deployment) = call.Deployment();
        var hasBegun = deployment.BuildingAt <= call.Now;
        var builds = !hasBegun ? [] : new[]
        {
            new
            {
                id = "bld_" + deployment.Id["dpl_".Length..][..9],
                deploymentId = deployment.Id,
                entrypoint = "package.json",
                readyState = DeploymentJson.Word(project, deployment),
                createdAt = DeploymentJson.Ms(deployment.BuildingAt),
                readyStateAt = DeploymentJson.Ms(deployment.BuiltAt < call.Now ? deployment.BuiltAt : call.Now),
                use = "@vercel/next",
                output = Array.Empty<object>(),
            },
        };
        return StandInResponse.Json(200, new { builds });
    }

    private static StandInResponse Checks(VercelCall call, string name)
    {
        call.Deployment();
        return StandInResponse.Json(200, new Dictionary<string, object?> { [name] = Array.Empty<object>() });
    }
}
