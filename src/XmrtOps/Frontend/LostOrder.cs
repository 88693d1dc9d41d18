using XmrtOps.Connections;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Looks for what came of an order whose answer was lost.</summary>
internal sealed class LostOrder(XmrtConnection connection, DeploymentPlan plan, INotices notices)
{
    // It may show only after a moment; after that it is not to be expected any more.
    private const int Looks = 3;

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>The one new deployment that our order would have made; of several nobody could tell which is ours.</summary>
    public async Task<VercelDeployment?> FindBuildAsync(CancellationToken cancellation)
    {
        for (int look = 0; look < Looks && !cancellation.IsCancellationRequested; look++)
        {
            IReadOnlyList<VercelDeployment> newest = await DeploymentPlanner.NewestAsync(connection, notices, cancellation);
            VercelDeployment[] ours = [.. newest.Where(IsOurs)];
            if (ours.Length == 1)
            {
                notices.Warn($"The answer to the order was lost. Vercel's list shows {ours[0].DeploymentId}, which fits it; "
                    + "it was not sent again.");
                return ours[0];
            }

            if (ours.Length > 1)
            {
                return null;
            }

            await Task.Delay(s_lookAgain, cancellation);
        }

        return null;
    }

    /// <summary>A sign that our promotion was taken: production, or a job that was not there before.</summary>
    public Task<object?> FindPromotionAsync(CancellationToken cancellation) =>
        FindMoveAsync(connection, plan.Promotion, notices, cancellation);

    /// <summary>A sign that a rollback or promotion was taken: production, or a job that was not there before.</summary>
    public static async Task<object?> FindMoveAsync(
        XmrtConnection connection, AliasMove move, INotices notices, CancellationToken cancellation)
    {
        for (int look = 0; look < Looks && !cancellation.IsCancellationRequested; look++)
        {
            VercelProject project = await connection.Vercel.GetAliasJobAsync(notices, cancellation);
            if (project.Targets?.Production?.Id == move.To || move.IsOurs(project.LastAliasRequest))
            {
                notices.Warn($"The answer to the order was lost. The project shows the {move.Noun} of {move.To}; "
                    + "it was not sent again.");
                return project;
            }

            await Task.Delay(s_lookAgain, cancellation);
        }

        return null;
    }

    private bool IsOurs(VercelDeployment found)
    {
        Deployment deployment = Deployments.Of(connection.Name, found, project: null);
        return !plan.Known.Contains(deployment.Id)
            && deployment.Target == plan.Target
            && (plan.Order.GitRef is { } reference
                ? deployment.Branch == reference
                    || deployment.CommitSha?.StartsWith(reference, StringComparison.OrdinalIgnoreCase) == true
                : plan.Order.IsLatestCommit
                    ? deployment.Branch == plan.Source!.Branch
                    : deployment.CommitSha == plan.Source!.CommitSha);
    }
}
