using System.Net.Http.Headers;
using System.Text;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

// What changes something. Each is sent once; OutcomeUnknown says that its answer was lost: LostAnswer reads the state first.
internal sealed partial class VercelClient
{
    /// <summary>Makes a deployment: a new build, with the variables of today.</summary>
    public Task<VercelDeployment> CreateDeploymentAsync(
        VercelDeploymentRequest deployment, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            PlatformRequest.Of(
                HttpMethod.Post,
                deployment.DeploymentId is { } source ? Deployment(source) : $"project '{project}'",
                $"v13/deployments",
                Scoped(("forceNew", "1")))
                .With(deployment, VercelJson.Default.VercelDeploymentRequest),
            VercelJson.Default.VercelDeployment,
            notices,
            cancellation);

    /// <summary>Builds the source of a deployment anew.</summary>
    /// <param name="deployment">Which.</param>
    /// <param name="isLatestCommit">From the newest commit of its branch instead of its own.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<VercelDeployment> RedeployAsync(
        VercelDeployment deployment, bool isLatestCommit, INotices notices, CancellationToken cancellation) =>
        CreateDeploymentAsync(
            new VercelDeploymentRequest
            {
                Name = deployment.Name ?? project,
                DeploymentId = deployment.DeploymentId,
                Target = deployment.Target,
                WithLatestCommit = isLatestCommit ? true : null,
                Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["action"] = "redeploy" },
            },
            notices,
            cancellation);

    /// <summary>Builds a branch, tag or commit of the project's repository.</summary>
    /// <param name="reference">Branch, tag or commit.</param>
    /// <param name="target">production, or null for a preview.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<VercelDeployment> DeployReferenceAsync(
        string reference, string? target, INotices notices, CancellationToken cancellation)
    {
        VercelProject identity = await IdentityAsync(notices, cancellation);
        return await CreateDeploymentAsync(
            new VercelDeploymentRequest
            {
                Name = identity.Name ?? project,
                Project = identity.Id,
                Target = target,
                GitSource = new VercelGitSource
                {
                    Type = identity.Link?.Type ?? "github",
                    RepoId = identity.Link?.RepoId,
                    Org = identity.Link?.RepoId is null ? identity.Link?.Org : null,
                    Repo = identity.Link?.RepoId is null ? identity.Link?.Repo : null,
                    Ref = reference,
                },
            },
            notices,
            cancellation);
    }

    /// <summary>Leads the production domains to a deployment that was built for production, and lets later builds go live
    /// again. A job: see <see cref="GetAliasJobAsync"/>.</summary>
    /// <returns>True where it waits for a rolling release to end.</returns>
    /// <exception cref="Faults.XmrtException">PlatformConflict where it is current already, or a job is under way.</exception>
    public async Task<bool> PromoteAsync(string deploymentId, INotices notices, CancellationToken cancellation)
    {
        string id = (await IdentityAsync(notices, cancellation)).Id ?? project;
        PlatformAnswer answer = await http.SendAsync(
            PlatformRequest.Of(HttpMethod.Post, Deployment(deploymentId), $"v10/projects/{id}/promote/{deploymentId}", Scoped())
                with
            { Content = EmptyObject() },
            notices,
            cancellation);
        return answer.StatusCode == 202;
    }

    /// <summary>Leads the production domains back to a deployment; later builds do not go live by themselves any more. A
    /// job: see <see cref="GetAliasJobAsync"/>.</summary>
    /// <param name="deploymentId">Where to go back to.</param>
    /// <param name="reason">Shown in the dashboard; null for none.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RollBackAsync(
        string deploymentId, string? reason, INotices notices, CancellationToken cancellation)
    {
        string id = (await IdentityAsync(notices, cancellation)).Id ?? project;
        await http.SendAsync(
            PlatformRequest.Of(
                HttpMethod.Post,
                Deployment(deploymentId),
                $"v9/projects/{id}/rollback/{deploymentId}",
                Scoped(("description", reason))) with
            { Content = EmptyObject() },
            notices,
            cancellation);
    }

    /// <summary>The project with its last rollback or promotion: <see cref="VercelProject.LastAliasRequest"/> need not be
    /// ours, so compare its type, its target and when it was made.</summary>
    public Task<VercelProject> GetAliasJobAsync(INotices notices, CancellationToken cancellation) => http.ReadAsync(
        PlatformRequest.Get($"project '{project}'", $"v9/projects/{project}", Scoped(("rollbackInfo", "true"))),
        VercelJson.Default.VercelProject,
        notices,
        cancellation);

    /// <summary>How far a rollback or promotion is with each domain.</summary>
    /// <param name="type">rollback or promote.</param>
    /// <param name="onlyFailed">Those only that could not be moved.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<VercelAliasStatus> ListAliasStatusesAsync(
        string type, bool onlyFailed, INotices notices, CancellationToken cancellation) => PagesAsync<VercelAliasStatusPage, VercelAliasStatus>(
            until => PlatformRequest.Get($"{type} of project '{project}'", $"v9/projects/{project}/{type}/aliases", Scoped(
                ("failedOnly", onlyFailed ? "true" : null), ("limit", "20"), ("until", PlatformRequest.Text(until)))),
            VercelJson.Default.VercelAliasStatusPage,
            status => status.Id,
            notices,
            cancellation);

    /// <summary>Ends a build.</summary>
    public Task<VercelDeployment> CancelDeploymentAsync(
        string deploymentId, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            PlatformRequest.Of(HttpMethod.Patch, Deployment(deploymentId), $"v12/deployments/{deploymentId}/cancel", Scoped()),
            VercelJson.Default.VercelDeployment,
            notices,
            cancellation);

    /// <summary>Leads one address to a deployment.</summary>
    public Task<VercelAlias> AssignAliasAsync(
        string deploymentId, string host, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            PlatformRequest.Of(HttpMethod.Post, Deployment(deploymentId), $"v2/deployments/{deploymentId}/aliases", Scoped())
                .With(new VercelAliasAssignment(host), VercelJson.Default.VercelAliasAssignment),
            VercelJson.Default.VercelAlias,
            notices,
            cancellation);

    private static ByteArrayContent EmptyObject()
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes("{}"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }
}
