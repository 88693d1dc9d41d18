using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Looks what an order would do, and refuses what cannot be done. It only reads.</summary>
internal static class DeploymentPlanner
{
    // How many of the newest deployments are kept in mind, to tell the new one by where its answer is lost.
    private const int Remembered = 20;

    /// <exception cref="XmrtException">NoDeployment, DeploymentNotReady, DeploymentNotPromotable,
    /// DeploymentOfAnotherProject, and the platforms'.</exception>
    public static async Task<DeploymentPlan> PlanAsync(
        XmrtConnection connection, DeploymentOrder order, INotices notices, CancellationToken cancellation)
    {
        VercelProject project = await connection.Vercel.GetAliasJobAsync(notices, cancellation);
        if (order.GitRef is not null)
        {
            return new DeploymentPlan
            {
                Order = order,
                Action = DeploymentAction.Build,
                Project = project,
                Target = TargetOf(order.Target ?? DeploymentTarget.Production),
                Pin = DeploymentReader.PinOf(project),
                Known = await KnownAsync(connection, notices, cancellation),
            };
        }

        string id = order.Id ?? project.Targets?.Production?.Id ?? throw Errors.NoDeployment(connection.Vercel.Project);
        VercelDeployment found = await DeploymentReader.GetAsync(connection, id, notices, cancellation);
        Deployment source = await DeploymentReader.FindAsync(connection, found.DeploymentId ?? id, project, notices, cancellation);
        if (order.IsPromotion)
        {
            ThrowIfNotPromotable(source);
        }

        return new DeploymentPlan
        {
            Order = order,
            Action = order.IsPromotion ? DeploymentAction.Promote : DeploymentAction.Rebuild,
            Project = project,
            Source = source,
            VercelSource = found,
            Target = order.IsPromotion ? Deployments.Production : order.Target is { } target ? TargetOf(target) : source.Target,
            Pin = DeploymentReader.PinOf(project),
            IsSettled = order.IsPromotion && source.IsCurrent == true,
            JobBefore = project.LastAliasRequest,
            Known = order.IsPromotion
                ? new HashSet<string>(StringComparer.Ordinal)
                : await KnownAsync(connection, notices, cancellation),
        };
    }

    /// <summary>What is going to be done, as the question and the journal say it.</summary>
    public static string Describe(DeploymentPlan plan)
    {
        string what = plan.Action switch
        {
            DeploymentAction.Promote => $"lead the production domains to {Name(plan.Source!)}",
            DeploymentAction.Build => $"build '{Display.OneLine(plan.Order.GitRef, 60)}' for {plan.Target}",
            _ when plan.Order.IsLatestCommit =>
                $"build the newest commit of {plan.Source!.Branch ?? "the branch"} for {plan.Target} (as {plan.Source.Id})",
            _ => $"build {Name(plan.Source!)} once more for {plan.Target}, with the variables of today",
        };
        string effect = plan switch
        {
            { IsProduction: false } => "Production stays what it is.",
            { Action: DeploymentAction.Promote } =>
                $"Production is {plan.ProductionBefore ?? "nothing"} now; the build keeps its own, older variables.",
            { Pin: { } pin } => $"{pin}: the build does NOT go live by itself.",
            _ => $"When it is built it goes live in place of {plan.ProductionBefore ?? "nothing"}.",
        };
        return $"{what}. {effect}";
    }

    /// <summary>The command that makes a deployment current.</summary>
    public static string Promotion(XmrtConnection connection, string id) =>
        $"Start-XmrtDeployment {id} -Promote -Connection {CommandText.Argument(connection.Name)}";

    public static string TargetOf(DeploymentTarget target) =>
        target == DeploymentTarget.Production ? Deployments.Production : Deployments.Preview;

    private static void ThrowIfNotPromotable(Deployment source)
    {
        if (source.State != DeploymentState.Ready)
        {
            throw Errors.DeploymentNotReady(source.Id, source.PlatformState ?? "no state");
        }

        if (!source.IsProduction)
        {
            throw Errors.DeploymentNotPromotable(source.Id, source.Target);
        }
    }

    /// <summary>Identifier and commit, for people.</summary>
    public static string Name(Deployment deployment)
    {
        string commit = deployment.CommitSha is { Length: >= 7 } sha ? $"{sha[..7]} " : "";
        string message = Display.LogText(deployment.CommitMessage, 60);
        return (commit + message).Trim() is { Length: > 0 } described ? $"{deployment.Id} ({described})" : deployment.Id;
    }

    private static async Task<IReadOnlySet<string>> KnownAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        (await NewestAsync(connection, notices, cancellation)).Select(found => found.DeploymentId ?? "").ToHashSet(StringComparer.Ordinal);

    /// <summary>The newest deployments.</summary>
    public static async Task<IReadOnlyList<VercelDeployment>> NewestAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        List<VercelDeployment> newest = [];
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(
            new VercelDeploymentQuery { PageSize = Remembered }, notices, cancellation))
        {
            newest.Add(found);
            if (newest.Count == Remembered)
            {
                break;
            }
        }

        return newest;
    }
}
