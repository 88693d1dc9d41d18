using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Waits until the production domains lead to a deployment that was promoted.</summary>
internal sealed class PromotionWait(XmrtConnection connection, DeploymentPlan plan, INotices notices)
{
    public async Task<WaitResult> RunAsync(Deployment deployment, CancellationToken cancellation)
    {
        AliasMoveResult result = await new AliasMoveWait(connection, plan.Promotion, notices).RunAsync(cancellation);
        return result.Outcome == AliasMoveOutcome.Moved
            ? new WaitResult(deployment, DeploymentOutcome.Live) { ProductionAfter = deployment.Id }
            : new WaitResult(deployment, DeploymentOutcome.Failed)
            {
                Reason = result.Reason,
                Remedy = "Get-XmrtDeployment -Target Production -First 5",
                ProductionAfter = result.Current,
            };
    }
}
