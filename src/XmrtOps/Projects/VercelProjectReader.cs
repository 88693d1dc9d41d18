using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Projects;

/// <summary>Reads what Vercel knows about a project, its parts side by side.</summary>
internal sealed class VercelProjectReader(XmrtConnection connection, ProjectParts parts, INotices notices)
{
    private const int LongestReason = 200;

    private static readonly string[] s_commitKeys = ["githubCommitSha", "gitlabCommitSha", "bitbucketCommitSha"];

    public async Task<VercelProjectState> ReadAsync()
    {
        VercelClient client;
        try
        {
            client = connection.Vercel;
        }
        catch (XmrtException fault)
        {
            parts.Miss("Vercel", fault);
            return new VercelProjectState { Name = connection.VercelProject };
        }

        Task<VercelProject?> asked = parts.AskAsync("Vercel.Project", c => client.GetProjectAsync(notices, c));
        Task<IReadOnlyList<ProjectDomain>?> domains = parts.AskAsync("Vercel.Domains", c => DomainsAsync(client, c));
        Task<VercelDeployment?> newest = NewestAsync(client);
        VercelProject? project = await asked;
        VercelDeployment? build = await newest;
        VercelProject.TargetDeployment? production = project?.Targets?.Production;
        VercelProject.RollbackReason? rollback = project?.AutoAssignCustomDomains == false ? project.RollbackDescription : null;
        return new VercelProjectState
        {
            Id = project?.Id,
            Name = project?.Name ?? connection.VercelProject,
            Framework = project?.Framework,
            NodeVersion = project?.NodeVersion,
            IsPaused = project?.Paused,
            IsPinned = !project?.AutoAssignCustomDomains,
            PinnedBy = rollback?.Username,
            PinnedReason = rollback?.Description is { Length: > 0 } why ? Display.LogText(why, LongestReason) : null,
            PinnedAt = rollback?.CreatedAt,
            ProductionBranch = project?.Link?.ProductionBranch,
            ProductionDeploymentId = production?.Id,
            ProductionUrl = production?.DeploymentHostname ?? production?.Url,
            ProductionState = production?.ReadyState,
            ProductionCreatedAt = production?.CreatedAt,
            ProductionCommitSha = s_commitKeys
                .Select(key => production?.Meta?.GetValueOrDefault(key))
                .FirstOrDefault(sha => sha is not null),
            LatestBuildId = build?.DeploymentId,
            LatestBuildState = build?.Status,
            LatestBuildCreatedAt = build?.CreatedAt,
            LatestBuildError = build?.ErrorMessage is { Length: > 0 } error ? Display.LogText(error, LongestReason) : null,
            Plan = production?.Plan,
            Domains = await domains,
        };
    }

    /// <summary>The production build that was asked for last; null where there is none.</summary>
    private async Task<VercelDeployment?> NewestAsync(VercelClient client)
    {
        IReadOnlyList<VercelDeployment>? found = await parts.AskAsync<IReadOnlyList<VercelDeployment>>("Vercel.LatestBuild", async c =>
        {
            VercelDeploymentQuery query = new() { Target = "production", PageSize = 1 };
            await foreach (VercelDeployment deployment in client.ListDeploymentsAsync(query, notices, c))
            {
                return [deployment];
            }

            return [];
        });
        return found is [var newest] ? newest : null;
    }

    private async Task<IReadOnlyList<ProjectDomain>> DomainsAsync(VercelClient client, CancellationToken cancellation)
    {
        List<ProjectDomain> found = [];
        await foreach (VercelDomain domain in client.ListDomainsAsync(notices, cancellation))
        {
            found.Add(new ProjectDomain
            {
                Name = domain.Name ?? "(unnamed)",
                IsVerified = domain.Verified,
                RedirectsTo = domain.Redirect,
                GitBranch = domain.GitBranch,
            });
        }

        return found;
    }
}
