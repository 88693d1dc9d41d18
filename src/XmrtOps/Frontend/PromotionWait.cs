using XmrtOps.Connections;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>
/// Waits until the production domains lead to a deployment. The project shows the last job only, which need not be ours: its
/// type, its target and its time are compared, and what production is in the end counts.
/// </summary>
internal sealed class PromotionWait(XmrtConnection connection, DeploymentPlan plan, INotices notices)
{
    private const string Promote = "promote";

    /// <summary>The job is ours, and not one that was there before.</summary>
    public static bool IsOurs(VercelAliasRequest? job, DeploymentPlan plan) =>
        job is not null && job.Type == Promote && job.ToDeploymentId == plan.Source!.Id && IsNew(job, plan);

    public async Task<WaitResult> RunAsync(Deployment deployment, CancellationToken cancellation)
    {
        PatientQuestion question = new(notices);
        while (true)
        {
            VercelProject? project = await question.AskAsync(() => connection.Vercel.GetAliasJobAsync(notices, cancellation));
            if (project is not null && await JudgeAsync(deployment, project, cancellation) is { } result)
            {
                return result;
            }

            string status = IsOurs(project?.LastAliasRequest, plan) ? project!.LastAliasRequest!.JobStatus ?? "" : "waits for its turn";
            await question.PauseAsync($"{deployment.Id}: {Module.Display.OneLine(status, 40)}", cancellation);
        }
    }

    private static bool IsNew(VercelAliasRequest job, DeploymentPlan plan) =>
        plan.JobBefore is not { } before || job.RequestedAt != before.RequestedAt || job.ToDeploymentId != before.ToDeploymentId;

    private async Task<WaitResult?> JudgeAsync(Deployment deployment, VercelProject project, CancellationToken cancellation)
    {
        VercelAliasRequest? job = project.LastAliasRequest;
        string? current = project.Targets?.Production?.Id;
        bool isCurrent = current == deployment.Id;
        if (!IsOurs(job, plan))
        {
            // Current without a job of ours: it was made current otherwise, or the job is not shown any more.
            return isCurrent && current != plan.ProductionBefore ? Live(deployment)
                : job is not null && IsNew(job, plan) ? Failed(
                    deployment,
                    current,
                    $"another {Module.Display.OneLine(job.Type, 20)}, to {Module.Display.OneLine(job.ToDeploymentId, 40)}, came in between; production is {current}")
                : null;
        }

        return job!.JobStatus switch
        {
            "succeeded" => isCurrent ? Live(deployment) : null,
            null or "pending" or "in-progress" => null,
            "skipped" => isCurrent ? Live(deployment) : Failed(deployment, current, "Vercel skipped the promotion; production is what it was"),
            "failed" => Failed(deployment, current, await FailedDomainsAsync(cancellation)),
            { } other => Failed(deployment, current, $"the promotion ended as '{Module.Display.OneLine(other, 40)}', which this version does not know"),
        };
    }

    private async Task<string> FailedDomainsAsync(CancellationToken cancellation)
    {
        List<string> domains = [];
        await foreach (VercelAliasStatus status in connection.Vercel.ListAliasStatusesAsync(Promote, onlyFailed: true, notices, cancellation))
        {
            if (status.Alias?.Alias is { } domain)
            {
                domains.Add(Module.Display.OneLine(domain, 100));
            }
        }

        return domains.Count == 0
            ? "the promotion failed"
            : $"the promotion failed: {string.Join(", ", domains)} could not be moved, and the other domains may have been";
    }

    private static WaitResult Live(Deployment deployment) =>
        new(deployment, DeploymentOutcome.Live) { ProductionAfter = deployment.Id };

    private static WaitResult Failed(Deployment deployment, string? current, string reason) =>
        new(deployment, DeploymentOutcome.Failed)
        {
            Reason = reason,
            Remedy = "Get-XmrtDeployment -Target Production -First 5",
            ProductionAfter = current,
        };
}
