using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Rollback.Frontends;

/// <summary>Plans to lead the production domains back to an older deployment, or forward again. It only reads.</summary>
internal static class FrontendRollbackPlanner
{
    // The domains are moved, and nothing is built; the look afterwards is part of it.
    private const double EstimatedSeconds = 15;

    private static readonly TimeSpan s_undoTimeout = TimeSpan.FromMinutes(3);

    /// <exception cref="XmrtException">NoDeployment, NotFound, DeploymentOfAnotherProject, and the platforms'.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection, FrontendRollbackRequest request, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        VercelProject project = await connection.Vercel.GetAliasJobAsync(notices, cancellation);
        Deployment current = await CurrentAsync(connection, project, notices, cancellation);
        IReadOnlyList<JournaledRollback> earlier = await EarlierRollback.JournaledAsync(project, notices, cancellation);
        Deployment? to = request.Id is { } id
            ? await DeploymentReader.FindAsync(connection, id, project, notices, cancellation)
            : await NewestCandidateAsync(connection, project, current, earlier, notices, cancellation);
        bool isSettled = to?.Id == current.Id;
        List<RollbackRefusal> refusals = [];
        if (!isSettled)
        {
            refusals.AddRange(Refusals(connection, project, current, to, request, earlier, now));
        }

        IReadOnlyList<EnvironmentChange>? changes = to is null || isSettled
            ? []
            : await StaleEnvironment.ReadAsync(connection, to, notices, cancellation);
        IReadOnlyList<EnvironmentChange> retired = StaleEnvironment.Retired(changes);
        if (retired.Count > 0)
        {
            refusals.Add(new RollbackRefusal(
                Errors.StaleEnvironment(to!.Id, [.. retired.Select(change => Display.OneLine(change.Name, 60))]),
                "AllowStaleEnvironment"));
        }

        return Of(connection, project, current, to, request.Timeout, now) with
        {
            IsSettled = isSettled,
            Refusals = refusals,
            EnvironmentChanges = changes,
            Findings = isSettled ? [] : Findings(project, to, changes, now),
            Losses = to is null || isSettled ? [] : [Loss(current)],
            Undo = isSettled || to is null ? null : DeploymentPlanner.Promotion(connection, current.Id),
        };
    }

    /// <summary>Plans the promotion that takes a rollback back.</summary>
    /// <exception cref="XmrtException">RollbackOvertaken, and the platforms'.</exception>
    public static async Task<RollbackPlan> UndoAsync(
        XmrtConnection connection, JournaledRollback done, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        VercelProject project = await connection.Vercel.GetAliasJobAsync(notices, cancellation);
        Deployment current = await CurrentAsync(connection, project, notices, cancellation);
        Deployment to = await DeploymentReader.FindAsync(connection, done.From, project, notices, cancellation);
        List<RollbackRefusal> refusals = [];
        if (current.Id != done.From && current.Id != done.To)
        {
            refusals.Add(new RollbackRefusal(Errors.RollbackOvertaken(
                connection.Vercel.Project, $"production is {current.Id}, and the rollback made it {done.To}")));
        }

        if (EarlierRollback.UnderWay(project, now) is { } underWay)
        {
            refusals.Add(new RollbackRefusal(underWay));
        }

        return Of(connection, project, current, to, s_undoTimeout, now) with
        {
            IsUndo = true,
            Undoes = done,
            IsSettled = current.Id == done.From,
            Refusals = refusals,
            EnvironmentChanges = [],
        };
    }

    /// <summary>What a plan depends on: it is carried out only while all of it is so.</summary>
    public static IReadOnlyDictionary<string, string?> StateOf(VercelProject project) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["production"] = project.Targets?.Production?.Id,
        ["automatic assignment of domains"] = project.AutoAssignCustomDomains switch { true => "on", false => "off", null => null },
        ["last job"] = project.LastAliasRequest is { } job
            ? string.Create(CultureInfo.InvariantCulture, $"{job.Type} to {job.ToDeploymentId} of {job.RequestedAt:O}")
            : null,
    };

    private static FrontendRollbackPlan Of(
        XmrtConnection connection, VercelProject project, Deployment current, Deployment? to, TimeSpan timeout, DateTimeOffset now)
    {
        bool isForward = to?.CreatedAt > current.CreatedAt;
        return new FrontendRollbackPlan
        {
            Connection = connection.Name,
            SystemId = project.Id ?? connection.Vercel.Project,
            Name = connection.Vercel.Project,
            From = current.Id,
            To = to?.Id,
            Current = current,
            Destination = to,
            Timeout = timeout,
            JobBefore = project.LastAliasRequest,
            State = StateOf(project),
            CreatedAt = now,
            EstimatedDurationSeconds = EstimatedSeconds,
            EstimatedInterruptionSeconds = 0,
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["CurrentCreatedAt"] = current.CreatedAt,
                ["DestinationCreatedAt"] = to?.CreatedAt,
                ["DestinationState"] = to?.PlatformState,
                ["IsRollbackCandidate"] = to?.IsRollbackCandidate,
                ["DestinationCommit"] = to?.CommitSha,
            },
            Steps = to is null ? [] :
            [
                new RollbackStep
                {
                    Number = 1,
                    Subject = connection.Vercel.Project,
                    Action = $"{(isForward ? "promote" : "lead the production domains back to")} {DeploymentPlanner.Name(to)}",
                    Changes = isForward
                        ? ["its variables are those of its build", "later builds go live by themselves again"]
                        :
                        [
                            "its variables and crons are those of its build, and not today's",
                            "automatic assignment of domains is OFF: later builds do not go live until one is promoted",
                        ],
                    IsSettled = to.Id == current.Id,
                },
            ],
        };
    }

    private static IEnumerable<RollbackRefusal> Refusals(
        XmrtConnection connection,
        VercelProject project,
        Deployment current,
        Deployment? to,
        FrontendRollbackRequest request,
        IReadOnlyList<JournaledRollback> known,
        DateTimeOffset now)
    {
        List<XmrtException> found = [];
        if (EarlierRollback.UnderWay(project, now) is { } underWay)
        {
            found.Add(underWay);
        }
        else if (request.Id is null && EarlierRollback.Of(connection, project, known) is { } earlier)
        {
            found.Add(earlier);
        }
        else if (to is null)
        {
            found.Add(Errors.NoRollbackCandidate(connection.Vercel.Project, current.Id));
        }

        if (to is not null && request.Id is not null)
        {
            if (to is { IsProduction: true, State: DeploymentState.Ready } && to.CreatedAt > current.CreatedAt)
            {
                found.Add(Errors.RollbackTargetNewer(to.Id, current.Id));
            }
            else if (to.IsRollbackCandidate == false)
            {
                found.Add(Errors.NotARollbackCandidate(to.Id, WhyNot(to)));
            }
        }

        return found.Select(condition => new RollbackRefusal(condition));
    }

    private static string WhyNot(Deployment to) =>
        !to.IsProduction ? $"it was built for {to.Target}"
        : to.State != DeploymentState.Ready ? $"it is {to.PlatformState ?? "in no known state"}, and not READY"
        : to.IsStaged == true ? "it never had production traffic"
        : "Vercel does not keep it for that";

    private static List<Finding> Findings(
        VercelProject project, Deployment? to, IReadOnlyList<EnvironmentChange>? changes, DateTimeOffset now)
    {
        List<Finding> findings = [];
        if (StaleEnvironment.Describe(changes, now) is { } stale)
        {
            findings.Add(stale);
        }

        if (to is { IsRollbackCandidate: null })
        {
            findings.Add(Warning("CandidateUnknown", "Whether Vercel takes it back to this one is not known: it does not say so.", now));
        }

        if (project.Paused == true)
        {
            findings.Add(Warning("ProjectPaused", "The project is paused: its site answers 503 whatever is in production.", now));
        }

        if (project.Targets?.Production?.Plan == "hobby")
        {
            findings.Add(Warning(
                "PlanAllowsOneStep", "The plan is Hobby: Vercel goes back to the deployment just before the current one only.", now));
        }

        return findings;
    }

    private static Finding Warning(string code, string reason, DateTimeOffset now) =>
        new() { Code = code, Severity = Severity.Warning, Reason = reason, MeasuredAt = now };

    private static RollbackLoss Loss(Deployment current) => new()
    {
        Subject = current.Id,
        Description = $"what {DeploymentPlanner.Name(current)} and those between brought is out of production; they are kept",
        IsKept = true,
    };

    private static async Task<Deployment> CurrentAsync(
        XmrtConnection connection, VercelProject project, INotices notices, CancellationToken cancellation)
    {
        string id = project.Targets?.Production?.Id ?? throw Errors.NoDeployment(connection.Vercel.Project);
        VercelDeployment found = await connection.Vercel.GetDeploymentAsync(id, notices, cancellation);
        return Deployments.Of(connection.Name, found, project);
    }

    /// <summary>The newest that was made before the current one. "The newest but the current one" would be the one that was rolled
    /// back, after a rollback. One that our own rollbacks left behind is passed over, too, when a mended one has come after it.</summary>
    private static async Task<Deployment?> NewestCandidateAsync(
        XmrtConnection connection,
        VercelProject project,
        Deployment current,
        IReadOnlyList<JournaledRollback> earlier,
        INotices notices,
        CancellationToken cancellation)
    {
        HashSet<string> left = earlier.Select(done => done.From).ToHashSet(StringComparer.Ordinal);
        Deployment? newest = null;
        VercelDeploymentQuery query = new()
        {
            Target = Deployments.Production,
            State = Deployments.WordOf(DeploymentState.Ready),
            OnlyRollbackCandidates = true,
            PageSize = 100,
        };
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(query, notices, cancellation))
        {
            Deployment deployment = Deployments.Of(connection.Name, found, project);
            if (deployment.IsRollbackCandidate == true
                && deployment.CreatedAt < current.CreatedAt
                && !left.Contains(deployment.Id)
                && (newest is null || deployment.CreatedAt > newest.CreatedAt))
            {
                newest = deployment;
            }
            else if (newest is not null && deployment.CreatedAt < newest.CreatedAt)
            {
                // The newest come first.
                break;
            }
        }

        return newest;
    }
}
