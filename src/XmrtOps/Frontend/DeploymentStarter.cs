using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Carries a plan out: sends the order once, and waits for what comes of it.</summary>
internal sealed class DeploymentStarter(XmrtConnection connection, DeploymentPlan plan, INotices notices)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.Now;

    private LostOrder Lost => new(connection, plan, notices);

    /// <summary>Where there is nothing to be done.</summary>
    public DeploymentStart Settled() => Result(plan.Source!, DeploymentOutcome.NothingToDo) with
    {
        Reason = plan.Pin is null
            ? "it is current already"
            : "it is current already; production stays pinned until another deployment is promoted",
        ProductionAfter = plan.ProductionBefore,
        DurationSeconds = null,
    };

    /// <exception cref="XmrtException">OutcomeUnknown, and the platforms' others.</exception>
    public async Task<DeploymentStart> RunAsync(CancellationToken cancellation)
    {
        if (plan.Action == DeploymentAction.Promote)
        {
            return await PromoteAsync(cancellation);
        }

        VercelDeployment made = await LostAnswer.ResolveAsync(
            () => SendBuildAsync(cancellation), () => Lost.FindBuildAsync(cancellation), notices);
        Deployment deployment = Deployments.Of(connection.Name, made, project: null);
        BuildWait wait = new(connection, plan, notices);
        return plan.Order.NoWait
            ? Requested(deployment)
            : await WaitAsync(wait.RunAsync, deployment, () => wait.Seen, "The build goes on at Vercel.", cancellation);
    }

    private async Task<DeploymentStart> PromoteAsync(CancellationToken cancellation)
    {
        Deployment source = plan.Source!;
        try
        {
            await LostAnswer.ResolveAsync<object>(
                async () => await connection.Vercel.PromoteAsync(source.Id, notices, cancellation),
                () => Lost.FindPromotionAsync(cancellation),
                notices);
        }
        catch (XmrtException conflict) when (conflict.ErrorId == "PlatformConflict")
        {
            // Somebody else was quicker, or something else is under way; only the first is what was wanted.
            VercelProject project = await connection.Vercel.GetProjectAsync(notices, cancellation);
            if (project.Targets?.Production?.Id != source.Id)
            {
                throw;
            }

            return Result(source, DeploymentOutcome.NothingToDo) with
            {
                Reason = "it has become current meanwhile",
                ProductionAfter = source.Id,
            };
        }

        return plan.Order.NoWait
            ? Requested(source)
            : await WaitAsync(
                new PromotionWait(connection, plan, notices).RunAsync,
                source,
                () => source,
                "The promotion goes on at Vercel.",
                cancellation);
    }

    /// <summary>Waits to the deadline. Ctrl+C ends the waiting and not what is waited for: the journal has to say so.</summary>
    private async Task<DeploymentStart> WaitAsync(
        Func<Deployment, CancellationToken, Task<WaitResult>> wait,
        Deployment deployment,
        Func<Deployment?> seen,
        string goesOn,
        CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(plan.Order.Timeout);
        WaitResult result;
        try
        {
            result = await wait(deployment, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            string why = cancellation.IsCancellationRequested
                ? "the waiting was ended"
                : $"not over after {Module.Display.Milliseconds(plan.Order.Timeout.TotalMilliseconds)}";
            result = new WaitResult(seen() ?? deployment, DeploymentOutcome.StillRunning)
            {
                Reason = $"{why}. {goesOn}",
                Remedy = $"Get-XmrtDeployment {deployment.Id}",
                ProductionAfter = plan.ProductionBefore,
            };
        }
        finally
        {
            notices.Progress(new ProgressNotice(deployment.Id, IsCompleted: true));
        }

        return Result(result.Deployment, result.Outcome) with
        {
            Reason = result.Reason,
            Remedy = result.Remedy,
            ProductionAfter = result.ProductionAfter,
            ErrorCode = result.ErrorCode ?? result.Deployment.ErrorCode,
            ErrorMessage = result.ErrorMessage ?? result.Deployment.ErrorMessage,
        };
    }

    private Task<VercelDeployment> SendBuildAsync(CancellationToken cancellation)
    {
        // A preview is what has no target.
        string? target = plan.Target == Deployments.Preview ? null : plan.Target;
        return plan.Order.GitRef is { } reference
            ? connection.Vercel.DeployReferenceAsync(reference, target, notices, cancellation)
            : connection.Vercel.RedeployAsync(
                plan.VercelSource! with { Target = target }, plan.Order.IsLatestCommit, notices, cancellation);
    }

    private DeploymentStart Requested(Deployment deployment) => Result(deployment, DeploymentOutcome.Requested) with
    {
        Reason = plan is { IsProduction: true, Action: not DeploymentAction.Promote, Pin: { } pin }
            ? $"{pin}: it will not go live by itself"
            : "",
        Remedy = plan.Action == DeploymentAction.Promote
            ? $"Get-XmrtDeployment {deployment.Id}"
            : $"Get-XmrtDeploymentLog {deployment.Id} -Follow",
    };

    private DeploymentStart Result(Deployment deployment, DeploymentOutcome outcome) => new()
    {
        Connection = connection.Name,
        Action = plan.Action,
        Outcome = outcome,
        Id = deployment.Id,
        Url = deployment.Url,
        Target = plan.Target,
        State = deployment.State,
        SourceId = plan.Action == DeploymentAction.Rebuild ? plan.Source!.Id : null,
        GitRef = plan.Order.GitRef,
        ProductionBefore = plan.ProductionBefore,
        DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
        StartedAt = _startedAt,
        Undo = outcome is DeploymentOutcome.Live or DeploymentOutcome.Requested or DeploymentOutcome.StillRunning
            ? UndoOf(connection, plan)
            : null,
    };

    /// <summary>What takes it back, once it is live; null where production does not change.</summary>
    public static string? UndoOf(XmrtConnection connection, DeploymentPlan plan) =>
        plan is { IsProduction: true, ProductionBefore: { } before }
            && (plan.Action == DeploymentAction.Promote || plan.Pin is null)
            ? DeploymentPlanner.Promotion(connection, before)
            : null;
}
