namespace XmrtOps.Sandbox.Vercel;

/// <summary>The deployments that the query of a list asks for, times aside.</summary>
internal static class DeploymentFilter
{
    private static readonly string[] s_states =
        ["BUILDING", "ERROR", "INITIALIZING", "QUEUED", "READY", "CANCELED", "BLOCKED", "DELETED"];

    public static IEnumerable<(VercelProject Project, VercelDeployment Deployment)> Apply(VercelCall call)
    {
        var states = call.List("state");
        if (states?.FirstOrDefault(state => !s_states.Contains(state)) is { } unknown)
            throw VercelRefusedException.BadRequest($"Invalid request: `state` should not be {unknown}.");

        var target = call.Query("target");
        var meta = call.Request.Query
            .Where(pair => pair.Key.StartsWith("meta-", StringComparison.Ordinal))
            .Select(pair => (Key: pair.Key["meta-".Length..], pair.Value))
            .ToList();
        return Projects(call)
            .SelectMany(project => project.Deployments.Select(deployment => (Project: project, Deployment: deployment)))
            .Where(entry => states?.Contains(DeploymentJson.Word(entry.Project, entry.Deployment)) != false)
            .Where(entry => target is null || (entry.Deployment.Target ?? "preview") == target)
            .Where(entry => Matches(call.Query("branch"), entry.Deployment.Commit.Branch))
            .Where(entry => Matches(call.Query("sha"), entry.Deployment.Commit.Sha))
            .Where(entry => call.List("users")?.Contains(entry.Deployment.Creator.Id) != false)
            .Where(entry => !call.Flag("rollbackCandidate") || entry.Project.IsRollbackCandidate(entry.Deployment))
            .Where(entry => meta.TrueForAll(pair => HasMeta(entry, pair.Key, pair.Value)));
    }

    private static IEnumerable<VercelProject> Projects(VercelCall call)
    {
        if (!call.IsInTeam) return [];

        var wanted = call.List("projectIds") ?? (call.Query("projectId") is { } one ? [one] : null);
        if (wanted?.FirstOrDefault(id => call.Platform.FindProject(id) is null) is { } unknown)
            throw VercelRefusedException.NotFound("Project", unknown);

        return call.Platform.Projects
            .Where(project => wanted is null || wanted.Contains(project.Id) || wanted.Contains(project.Name))
            .Where(project => Matches(call.Query("app"), project.Name));
    }

    private static bool Matches(string? wanted, string value) => wanted is null || wanted == value;

    private static bool HasMeta(
        (VercelProject Project, VercelDeployment Deployment) entry, string key, IReadOnlyList<string> values)
    {
        var meta = (Dictionary<string, string>)DeploymentJson.ListItem(entry.Project, entry.Deployment)["meta"]!;
        return meta.TryGetValue(key, out var value) && values.Contains(value);
    }
}
