using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Reads deployments, and tells which of them is production and what one could go back to.</summary>
internal static class DeploymentReader
{
    // More than a screen at once is a page of the API's; a screen is asked for with one more, to know whether there are.
    private const int LongestPage = 100;

    public static async IAsyncEnumerable<Deployment> ReadAsync(
        XmrtConnection connection,
        DeploymentQuery query,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        VercelProject project = await connection.Vercel.GetProjectAsync(notices, cancellation);
        WarnIfPinned(project, notices);
        if (query.Ids is { } ids)
        {
            foreach (string id in ids)
            {
                yield return await FindAsync(connection, id, project, notices, cancellation);
            }

            yield break;
        }

        long toSkip = query.Page.Skip;
        long left = query.Page.Count ?? long.MaxValue;
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(Question(query), notices, cancellation))
        {
            Deployment deployment = Deployments.Of(connection.Name, found, project);
            if (!IsWanted(deployment, query) || toSkip-- > 0)
            {
                continue;
            }

            if (left-- == 0)
            {
                if (query.Page.IsDefault)
                {
                    notices.Inform(string.Create(
                        CultureInfo.CurrentCulture,
                        $"Showing {query.Page.Count:N0} deployments; there are more: -First or -All shows them."));
                }

                yield break;
            }

            yield return deployment;
            if (left == 0 && !query.Page.IsDefault)
            {
                yield break;
            }
        }
    }

    /// <summary>One deployment, with what only lists say of it.</summary>
    /// <param name="connection">Of which project.</param>
    /// <param name="id">Identifier, address or host name.</param>
    /// <param name="project">The project as it is; null leaves out what is current.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">NotFound, InvalidPathValue, and the platforms' others.</exception>
    public static async Task<Deployment> FindAsync(
        XmrtConnection connection, string id, VercelProject? project, INotices notices, CancellationToken cancellation)
    {
        VercelDeployment found = await GetAsync(connection, id, notices, cancellation);
        if (project?.Id is { } ours && found.ProjectId is { } theirs && ours != theirs)
        {
            throw Errors.DeploymentOfAnotherProject(found.DeploymentId ?? id, found.Name ?? theirs, connection.Vercel.Project);
        }

        Deployment deployment = Deployments.Of(connection.Name, found, project);
        return deployment is { IsRollbackCandidate: null, CreatedAt: { } made } && project is not null
            ? await ListedAsync(connection, deployment, made, project, notices, cancellation)
            : deployment;
    }

    /// <summary>As Vercel has it.</summary>
    public static Task<VercelDeployment> GetAsync(
        XmrtConnection connection, string id, INotices notices, CancellationToken cancellation) =>
        connection.Vercel.GetDeploymentAsync(HostOf(id.Trim()), notices, cancellation);

    /// <summary>Says that what is built now does not go live.</summary>
    public static void WarnIfPinned(VercelProject project, INotices notices)
    {
        if (PinOf(project) is { } pin)
        {
            notices.Warn($"{pin}. New builds do not go live until one is promoted: Start-XmrtDeployment <id> -Promote.");
        }
    }

    /// <summary>What keeps new production builds from going live, or null.</summary>
    public static string? PinOf(VercelProject project)
    {
        if (project.AutoAssignCustomDomains != false)
        {
            return null;
        }

        VercelProject.RollbackReason? rollback = project.RollbackDescription;
        string who = rollback?.Username is { } name ? $" of {Module.Display.OneLine(name, 40)}" : "";
        string when = rollback?.CreatedAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $" on {at.LocalDateTime:yyyy-MM-dd HH:mm}")
            : "";
        string why = rollback?.Description is { Length: > 0 } text
            ? $": {State.SecretText.MaskIn(Module.Display.LogText(text, 120)).TrimEnd('.')}"
            : "";
        return rollback is null
            ? "Production is pinned, as after a rollback"
            : $"Production is pinned by the rollback{who}{when}{why}";
    }

    /// <summary>The host name that the API wants in place of an address.</summary>
    private static string HostOf(string id) =>
        id.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(id, UriKind.Absolute, out Uri? url) ? url.Host : id.TrimEnd('/');

    private static VercelDeploymentQuery Question(DeploymentQuery query) => new()
    {
        Target = query.Target?.ToString().ToLowerInvariant(),
        State = query.States is { } states
            ? string.Join(',', states.Where(state => state != DeploymentState.Unknown).Select(Deployments.WordOf)) is { Length: > 0 } words
                && !states.Contains(DeploymentState.Unknown) ? words : null
            : null,
        Branch = query.Branch,
        Since = query.Since,
        PageSize = query.Page.Count is { } count ? (int)Math.Min(count + query.Page.Skip + 1, LongestPage) : LongestPage,
    };

    // Said to the platform too; but what it does not know it may leave out of account.
    private static bool IsWanted(Deployment deployment, DeploymentQuery query) =>
        (query.Target is not { } target || deployment.Target.Equals(target.ToString(), StringComparison.OrdinalIgnoreCase))
        && (query.States is null || query.States.Contains(deployment.State))
        && (query.Branch is null || deployment.Branch == query.Branch)
        && (query.Since is not { } since || deployment.CreatedAt is not { } made || made >= since);

    /// <summary>Only lists say whether one can be gone back to.</summary>
    private static async Task<Deployment> ListedAsync(
        XmrtConnection connection,
        Deployment deployment,
        DateTimeOffset made,
        VercelProject project,
        INotices notices,
        CancellationToken cancellation)
    {
        VercelDeploymentQuery moment = new()
        {
            Target = Deployments.Production,
            Since = made.AddMilliseconds(-1),
            Until = made.AddMilliseconds(1),
            PageSize = 20,
        };
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(moment, notices, cancellation))
        {
            if (found.DeploymentId == deployment.Id)
            {
                return deployment with
                {
                    IsRollbackCandidate = Deployments.Of(connection.Name, found, project).IsRollbackCandidate,
                };
            }
        }

        return deployment;
    }
}
