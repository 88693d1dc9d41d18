using XmrtOps.Connections;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Waits until a build is live, is ready, or has failed.</summary>
internal sealed class BuildWait(XmrtConnection connection, DeploymentPlan plan, INotices notices)
{
    /// <summary>The deployment as it was seen last; null before.</summary>
    public Deployment? Seen { get; private set; }

    public async Task<WaitResult> RunAsync(Deployment deployment, CancellationToken cancellation)
    {
        PatientQuestion question = new(notices);
        Deployment now = deployment;
        while (true)
        {
            VercelDeployment? found = await question.AskAsync(
                () => connection.Vercel.GetDeploymentAsync(deployment.Id, notices, cancellation));
            if (found is not null)
            {
                Seen = now = Deployments.Of(connection.Name, found, project: null);
                if (await JudgeAsync(now, found, question, cancellation) is { } result)
                {
                    return result;
                }
            }

            string state = now is { State: DeploymentState.Ready } ? "READY, its domains are being assigned" : now.PlatformState ?? "";
            await question.PauseAsync($"{deployment.Id}: {state}", cancellation);
        }
    }

    private async Task<WaitResult?> JudgeAsync(
        Deployment now, VercelDeployment found, PatientQuestion question, CancellationToken cancellation)
    {
        if (now.IsOver || found.AliasError is not null)
        {
            return new WaitResult(now, DeploymentOutcome.Failed)
            {
                Reason = now.State switch
                {
                    DeploymentState.Error => "the build failed; production is what it was",
                    DeploymentState.Canceled => "somebody canceled the build",
                    DeploymentState.Blocked => "Vercel has blocked it: the commit's author may not deploy in this team",
                    DeploymentState.Deleted => "somebody has deleted it",
                    _ => "it is built, but its domains could not be assigned",
                },
                Remedy = now.State == DeploymentState.Error ? $"Get-XmrtDeploymentLog {now.Id}"
                    : $"Get-XmrtDeployment {now.Id} | Format-List",
                ProductionAfter = plan.ProductionBefore,
            };
        }

        if (now.State != DeploymentState.Ready)
        {
            return null;
        }

        if (!plan.IsProduction)
        {
            return found.AliasAssigned == true
                ? new WaitResult(now, DeploymentOutcome.Ready) { ProductionAfter = plan.ProductionBefore }
                : null;
        }

        // Its own word that domains were assigned is not enough: they may be other domains than production's.
        return await question.AskAsync(() => connection.Vercel.GetProjectAsync(notices, cancellation)) is { } project
            ? Judge(now, project)
            : null;
    }

    private WaitResult? Judge(Deployment now, VercelProject project)
    {
        VercelProject.TargetDeployment? current = project.Targets?.Production;
        if (current?.Id == now.Id)
        {
            return now.AliasAssigned == true ? new WaitResult(now, DeploymentOutcome.Live) { ProductionAfter = now.Id } : null;
        }

        string? overtaken = DeploymentReader.PinOf(project) is { } pin ? $"it is built. {pin}, so that it did not go live"
            : current?.CreatedAt > now.CreatedAt ? $"it is built; a newer deployment, {current?.Id}, is current"
            : null;
        return overtaken is null ? null : new WaitResult(now, DeploymentOutcome.Ready)
        {
            Reason = overtaken,
            Remedy = DeploymentPlanner.Promotion(connection, now.Id),
            ProductionAfter = current?.Id,
        };
    }
}
