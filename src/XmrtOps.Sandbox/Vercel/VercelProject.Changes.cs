namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// What changes it. The API's routes come here too, so that tests and clients meet the same refusals.
/// </summary>
public sealed partial class VercelProject
{
    private readonly Dictionary<string, VercelCommit> _branches = new(StringComparer.Ordinal);
    private VercelBuildFailure? _nextFailure;
    private VercelJobOutcome _nextOutcome;
    private string? _racer;

    /// <summary>A commit arrives on a branch; main builds for production, every other branch a preview.</summary>
    public VercelDeployment Push(
        string message, string branch = "main", VercelBehaviour behaviour = VercelBehaviour.Works,
        VercelUser? author = null)
    {
        lock (_platform.Gate)
        {
            var user = author ?? _platform.Users[0];
            var commit = new VercelCommit(VercelIds.Sha(ref _random), branch, message, user);
            return Build(commit, branch == "main" ? "production" : null, "git", user, behaviour);
        }
    }

    /// <summary>A commit arrived on main some time ago, and what came of it is there; not before what production is now.</summary>
    internal VercelDeployment PushEarlier(
        string message, TimeSpan ago, VercelBehaviour behaviour = VercelBehaviour.Works)
    {
        lock (_platform.Gate)
        {
            Settle();
            var newest = _deployments.Count == 0 ? DateTimeOffset.MinValue : _deployments.Max(known => known.CreatedAt);
            var at = newest < Now - ago ? Now - ago : newest.AddMilliseconds(1);
            var author = _platform.Users[^1];
            var commit = new VercelCommit(VercelIds.Sha(ref _random), "main", message, author);
            // What was built a moment ago leaves no time for a build before now.
            var total = _platform.Timings.Queued + _platform.Timings.Initializing + _platform.Timings.Building + _platform.Timings.Aliasing;
            var pushed = Build(
                commit, "production", "git", author, behaviour, createdAt: at, timings: at + total > Now ? VercelTimings.None : null);
            Settle();
            return pushed;
        }
    }

    /// <summary>The build that is asked for next fails.</summary>
    public void FailNextBuild(VercelBuildFailure failure) => _nextFailure = failure;

    /// <summary>The rollback or promotion that is asked for next ends so.</summary>
    public void EndNextJob(VercelJobOutcome outcome) => _nextOutcome = outcome;

    /// <summary>Right after the next rollback is accepted somebody else promotes this deployment.</summary>
    public void RaceNextJob(string promotedId) => _racer = promotedId;

    /// <summary>Goes back to a deployment; the domains move a little later.</summary>
    /// <exception cref="VercelRefusedException">The deployment or the plan does not allow it.</exception>
    public VercelAliasJob RollBack(string deploymentId, string? description = null, VercelUser? user = null)
    {
        lock (_platform.Gate)
        {
            Settle();
            var deployment = Movable(deploymentId);
            if (!IsRollbackCandidate(deployment))
            {
                throw new VercelRefusedException(
                    422, "unprocessable_entity", $"Deployment {deployment.Id} is not a rollback candidate");
            }

            if (_platform.Plan == VercelPlan.Hobby && deployment.Id != PreviousProductionId)
            {
                throw new VercelRefusedException(
                    402, "payment_required", "On the Hobby plan only the previous deployment can be restored");
            }

            var job = Start("rollback", deployment, user, description);
            if (_racer is { } racer && Find(racer) is { } other)
            {
                _racer = null;
                Start("promote", other, _platform.Users[^1], description: null);
            }

            return job;
        }
    }

    /// <summary>Makes a production deployment the current one; new builds go live by themselves again.</summary>
    /// <returns>Null when it waits for a gradual release.</returns>
    /// <exception cref="VercelRefusedException">The deployment does not allow it.</exception>
    public VercelAliasJob? Promote(string deploymentId, VercelUser? user = null)
    {
        lock (_platform.Gate)
        {
            Settle();
            var deployment = Movable(deploymentId);
            if (!deployment.IsProduction || deployment.StateAt(Now) != VercelReadyState.Ready)
            {
                throw new VercelRefusedException(
                    422, "unprocessable_entity", "Only a production deployment that is ready can be promoted");
            }

            return HasActiveRollingRelease ? null : Start("promote", deployment, user, description: null);
        }
    }

    /// <summary>Builds a deployment's commit again, with the environment variables of now.</summary>
    /// <exception cref="VercelRefusedException">There is no such deployment.</exception>
    public VercelDeployment Redeploy(
        string deploymentId, string? target, bool withLatestCommit = false, string? action = null,
        VercelUser? user = null)
    {
        lock (_platform.Gate)
        {
            var original = Find(deploymentId) ?? throw VercelRefusedException.NotFound("Deployment", deploymentId);
            var latest = withLatestCommit ? _branches.GetValueOrDefault(original.Commit.Branch) : null;
            var source = latest is null ? original : NewestOf(latest) ?? original;
            return Build(
                source.Commit, target, "redeploy", user ?? _platform.Users[0], source.Behaviour, original.Id, action,
                files: source.Files);
        }
    }

    /// <summary>Builds the newest commit of a branch, or a commit by its hash.</summary>
    /// <exception cref="VercelRefusedException">The repository has no such branch or commit.</exception>
    public VercelDeployment BuildRef(string branchOrSha, string? target, VercelUser? user = null)
    {
        lock (_platform.Gate)
        {
            var commit = _branches.GetValueOrDefault(branchOrSha)
                ?? _deployments.Find(known => known.Commit.Sha == branchOrSha)?.Commit
                ?? throw new VercelRefusedException(
                    400, "incorrect_git_source_info", $"The reference {branchOrSha} was not found in the repository");
            var behaviour = NewestOf(commit)?.Behaviour ?? VercelBehaviour.Works;
            return Build(commit, target, "api-trigger-git-deploy", user ?? _platform.Users[0], behaviour);
        }
    }

    /// <summary>Builds uploaded files, which need not be what any repository holds.</summary>
    /// <param name="files">Their SHA-1s by their paths.</param>
    /// <param name="target">production, or null for a preview.</param>
    /// <param name="commit">The commit that the folder stands at, whatever was changed since; null for none.</param>
    /// <param name="user">Who asks.</param>
    internal VercelDeployment BuildFiles(
        IReadOnlyDictionary<string, string> files, string? target, VercelCommit? commit, VercelUser user) => Build(
            commit ?? new VercelCommit("", "", "", user), target, "cli", user, VercelBehaviour.Works, files: files);

    /// <summary>A build is over now, however long it would have taken.</summary>
    internal void EndBuild(VercelDeployment deployment)
    {
        lock (_platform.Gate) deployment.EndedAt = Now;
    }

    /// <summary>Stops a build.</summary>
    /// <exception cref="VercelRefusedException">There is none under way.</exception>
    public VercelDeployment Cancel(string deploymentId)
    {
        lock (_platform.Gate)
        {
            var deployment = Find(deploymentId) ?? throw VercelRefusedException.NotFound("Deployment", deploymentId);
            var state = deployment.StateAt(Now);
            if (state is VercelReadyState.Ready or VercelReadyState.Error or VercelReadyState.Canceled)
            {
                throw VercelRefusedException.BadRequest($"Deployment {deployment.Id} is not being built");
            }

            deployment.CanceledAt = Now;
            return deployment;
        }
    }

    /// <summary>Production builds go live by themselves again, or no longer.</summary>
    internal void SetAutoAssign(bool value)
    {
        AutoAssignsDomains = value;
        if (value) PinnedBy = null;
    }

    /// <summary>Leads one address to a deployment.</summary>
    /// <returns>The deployment that it led to; null for none.</returns>
    internal string? Assign(string host, VercelDeployment deployment)
    {
        var before = _aliases.GetValueOrDefault(host);
        _aliases[host] = deployment.Id;
        return before;
    }

    internal void Add(VercelDeployment deployment)
    {
        _deployments.Add(deployment);
        // What was uploaded is no commit of the repository.
        if (deployment.Files is null) _branches[deployment.Commit.Branch] = deployment.Commit;
    }

    internal IReadOnlyDictionary<string, string> EnvironmentFor(string? target, string branch) => Variables
        .Where(variable => variable.Targets.Contains(target ?? "preview"))
        .Where(variable => variable.GitBranch is null || variable.GitBranch == branch)
        .GroupBy(variable => variable.Key, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group.OrderBy(variable => variable.GitBranch is null).First().Value,
            StringComparer.Ordinal);

    internal string NewHost(string hostPart) => $"{Name}-{hostPart}-{_platform.Identity.VercelTeamSlug}.vercel.app";

    private string? PreviousProductionId => _served
        .Select(period => period.DeploymentId)
        .LastOrDefault(id => id != ProductionId);

    private VercelDeployment? NewestOf(VercelCommit commit) => _deployments
        .Where(deployment => deployment.Commit.Sha == commit.Sha)
        .MaxBy(deployment => deployment.CreatedAt);

    private VercelDeployment Movable(string deploymentId)
    {
        var deployment = Find(deploymentId) ?? throw VercelRefusedException.NotFound("Deployment", deploymentId);
        if (deployment.Id == ProductionId)
        {
            throw VercelRefusedException.Conflict(
                $"Deployment {deployment.Id} is already the current production deployment");
        }

        if (LastJob?.IsRunningAt(Now) == true)
        {
            throw VercelRefusedException.Conflict("Another rollback or promotion is in progress");
        }

        return deployment;
    }

    private VercelAliasJob Start(string type, VercelDeployment to, VercelUser? user, string? description)
    {
        var job = new VercelAliasJob
        {
            Type = type,
            FromDeploymentId = ProductionId,
            ToDeploymentId = to.Id,
            RequestedAt = Now,
            Outcome = _nextOutcome,
            RequestedBy = user ?? _platform.Users[0],
            Description = description,
            Timings = _platform.Timings,
        };
        _nextOutcome = VercelJobOutcome.Succeeds;
        _jobs.Add(job);
        LastJob = job;
        return job;
    }

    private VercelDeployment Build(
        VercelCommit commit, string? target, string source, VercelUser user, VercelBehaviour behaviour,
        string? originalId = null, string? action = null, DateTimeOffset? createdAt = null,
        VercelTimings? timings = null, IReadOnlyDictionary<string, string>? files = null)
    {
        Settle();
        var deployment = new VercelDeployment
        {
            Id = VercelIds.Deployment(ref _random),
            Name = Name,
            Url = NewHost(VercelIds.HostPart(ref _random)),
            ProjectId = Id,
            Target = target,
            Source = source,
            CreatedAt = createdAt ?? Now,
            Creator = user,
            Commit = commit,
            Files = files,
            Environment = EnvironmentFor(target, commit.Branch),
            Failure = _nextFailure,
            OriginalId = originalId,
            Action = action,
            Behaviour = behaviour,
            Timings = timings ?? _platform.Timings,
        };
        _nextFailure = null;
        Add(deployment);
        return deployment;
    }
}
