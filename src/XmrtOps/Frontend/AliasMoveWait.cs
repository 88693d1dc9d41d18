using XmrtOps.Connections;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Waits until the production domains lead to a deployment. What production is in the end counts, and not a job's word.</summary>
internal sealed class AliasMoveWait(XmrtConnection connection, AliasMove move, INotices notices)
{
    public async Task<AliasMoveResult> RunAsync(CancellationToken cancellation)
    {
        PatientQuestion question = new(notices);
        while (true)
        {
            VercelProject? project = await question.AskAsync(() => connection.Vercel.GetAliasJobAsync(notices, cancellation));
            if (project is not null && await JudgeAsync(project, cancellation) is { } result)
            {
                return result;
            }

            string status = move.IsOurs(project?.LastAliasRequest) ? project!.LastAliasRequest!.JobStatus ?? "" : "waits for its turn";
            await question.PauseAsync($"{move.To}: {Module.Display.OneLine(status, 40)}", cancellation);
        }
    }

    private async Task<AliasMoveResult?> JudgeAsync(VercelProject project, CancellationToken cancellation)
    {
        VercelAliasRequest? job = project.LastAliasRequest;
        string? current = project.Targets?.Production?.Id;
        bool isCurrent = current == move.To;
        if (!move.IsOurs(job))
        {
            // Current without a job of ours: it was made current otherwise, or the job is not shown any more.
            return isCurrent && current != move.ProductionBefore ? new AliasMoveResult(AliasMoveOutcome.Moved, current)
                : job is not null && move.IsNew(job) ? new AliasMoveResult(
                    AliasMoveOutcome.Superseded,
                    current,
                    $"another {Module.Display.OneLine(job.Type, 20)}, to {Module.Display.OneLine(job.ToDeploymentId, 40)}, "
                    + $"came in between; production is {current}")
                : null;
        }

        return job!.JobStatus switch
        {
            "succeeded" => isCurrent ? new AliasMoveResult(AliasMoveOutcome.Moved, current) : null,
            null or "pending" or "in-progress" => null,
            "skipped" => isCurrent
                ? new AliasMoveResult(AliasMoveOutcome.Moved, current)
                : new AliasMoveResult(
                    AliasMoveOutcome.Skipped, current, $"Vercel skipped the {move.Noun}; production is what it was"),
            "failed" => new AliasMoveResult(AliasMoveOutcome.Failed, current, await FailedDomainsAsync(cancellation)),
            { } other => new AliasMoveResult(
                AliasMoveOutcome.Failed,
                current,
                $"the {move.Noun} ended as '{Module.Display.OneLine(other, 40)}', which this version does not know"),
        };
    }

    private async Task<string> FailedDomainsAsync(CancellationToken cancellation)
    {
        List<string> domains = [];
        await foreach (VercelAliasStatus status in connection.Vercel.ListAliasStatusesAsync(
            move.Type, onlyFailed: true, notices, cancellation))
        {
            if (status.Alias?.Alias is { } domain)
            {
                domains.Add(Module.Display.OneLine(domain, 100));
            }
        }

        return domains.Count == 0
            ? $"the {move.Noun} failed"
            : $"the {move.Noun} failed: {string.Join(", ", domains)} could not be moved, and the other domains may have been";
    }
}
