using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

// Deployments, domains and variables: what there is.
internal sealed partial class VercelClient
{
    private const int MostPages = 1000;

    /// <summary>Deployments of the project, newest first, page by page.</summary>
    public IAsyncEnumerable<VercelDeployment> ListDeploymentsAsync(
        VercelDeploymentQuery query, INotices notices, CancellationToken cancellation) => PagesAsync<VercelDeploymentPage, VercelDeployment>(
            until => PlatformRequest.Get($"project '{project}'", $"v6/deployments", Scoped(
                ("projectId", project),
                ("target", query.Target),
                ("state", query.State),
                ("rollbackCandidate", query.OnlyRollbackCandidates ? "true" : null),
                ("branch", query.Branch),
                ("sha", query.Sha),
                ("since", PlatformRequest.Milliseconds(query.Since)),
                ("until", PlatformRequest.Text(until) ?? PlatformRequest.Milliseconds(query.Until)),
                ("limit", PlatformRequest.Text(Math.Clamp(query.PageSize, 1, 100))))),
            VercelJson.Default.VercelDeploymentPage,
            deployment => deployment.DeploymentId,
            notices,
            cancellation);

    /// <summary>One deployment.</summary>
    /// <param name="idOrHost">dpl_…, or its host name without https://.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<VercelDeployment> GetDeploymentAsync(
        string idOrHost, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            PlatformRequest.Get(Deployment(idOrHost), $"v13/deployments/{idOrHost}", Scoped(("withGitRepoInfo", "true"))),
            VercelJson.Default.VercelDeployment,
            notices,
            cancellation);

    /// <summary>The deployment that the production domains lead to, as a whole; null where there is none.</summary>
    public async Task<VercelDeployment?> GetProductionDeploymentAsync(INotices notices, CancellationToken cancellation)
    {
        VercelProject found = await GetProjectAsync(notices, cancellation);
        return found.Targets?.Production?.Id is { } id ? await GetDeploymentAsync(id, notices, cancellation) : null;
    }

    /// <summary>The builds of a deployment.</summary>
    public async Task<IReadOnlyList<VercelBuild>> GetBuildsAsync(
        string deploymentId, INotices notices, CancellationToken cancellation)
    {
        VercelBuildList found = await http.ReadAsync(
            PlatformRequest.Get(Deployment(deploymentId), $"v11/deployments/{deploymentId}/builds", Scoped()),
            VercelJson.Default.VercelBuildList,
            notices,
            cancellation);
        return found.Builds ?? [];
    }

    /// <summary>The addresses that lead to a deployment.</summary>
    public async Task<IReadOnlyList<VercelAlias>> GetAliasesAsync(
        string deploymentId, INotices notices, CancellationToken cancellation)
    {
        VercelAliasList found = await http.ReadAsync(
            PlatformRequest.Get(Deployment(deploymentId), $"v2/deployments/{deploymentId}/aliases", Scoped()),
            VercelJson.Default.VercelAliasList,
            notices,
            cancellation);
        return found.Aliases ?? [];
    }

    /// <summary>The project's domains.</summary>
    public IAsyncEnumerable<VercelDomain> ListDomainsAsync(INotices notices, CancellationToken cancellation) => PagesAsync<VercelDomainPage, VercelDomain>(
        until => PlatformRequest.Get($"project '{project}'", $"v9/projects/{project}/domains", Scoped(
            ("limit", "100"), ("until", PlatformRequest.Text(until)))),
        VercelJson.Default.VercelDomainPage,
        domain => domain.Name,
        notices,
        cancellation);

    /// <summary>The variables of the environment.</summary>
    /// <param name="isDecrypted">With the values of those whose values are told at all: secrets.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<VercelVariable>> GetVariablesAsync(
        bool isDecrypted, INotices notices, CancellationToken cancellation)
    {
        List<VercelVariable> all = [];
        long? until = null;
        for (int page = 0; page < MostPages; page++)
        {
            JsonElement answer = await http.ReadAsync(
                PlatformRequest.Get($"project '{project}'", $"v10/projects/{project}/env", Scoped(
                    ("decrypt", isDecrypted ? "true" : null), ("until", PlatformRequest.Text(until)))),
                VercelJson.Default.JsonElement,
                notices,
                cancellation);
            (IReadOnlyList<VercelVariable> variables, long? next) = VercelVariables.Of(answer);
            all.AddRange(variables);
            if (next is null || next == until || variables.Count == 0)
            {
                break;
            }

            until = next;
        }

        return [.. all.DistinctBy(v => v.Id ?? $"{v.Key} {string.Join(',', v.Target ?? [])} {v.GitBranch}", StringComparer.Ordinal)];
    }

    /// <summary>All pages of a list, each item once. A list that does not get on ends.</summary>
    private async IAsyncEnumerable<T> PagesAsync<TPage, T>(
        Func<long?, PlatformRequest> request,
        JsonTypeInfo<TPage> type,
        Func<T, string?> identity,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
        where TPage : IVercelPage<T>
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        long? until = null;
        for (int pages = 0; pages < MostPages; pages++)
        {
            TPage page = await http.ReadAsync(request(until), type, notices, cancellation);
            foreach (T item in page.Items ?? [])
            {
                // Items of one moment may stand on both sides of a page's border.
                if (identity(item) is not { } id || seen.Add(id))
                {
                    yield return item;
                }
            }

            if (page.Pagination?.Next is not { } next || next == until || page.Items is null or { Count: 0 })
            {
                yield break;
            }

            until = next;
        }
    }

    private static string Deployment(string idOrHost) => $"deployment '{Module.Display.OneLine(idOrHost, 80)}'";
}
