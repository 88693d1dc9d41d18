using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>A project: its deployments, which of them is production, its domains and environment variables.</summary>
public sealed partial class VercelProject
{
    private readonly VercelPlatform _platform;
    private readonly List<VercelDeployment> _deployments = [];
    private readonly List<VercelAliasJob> _jobs = [];
    private readonly List<(DateTimeOffset Since, string DeploymentId)> _served = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private SeededRandom _random;

    internal VercelProject(VercelPlatform platform, string id, string name, string framework)
    {
        _platform = platform;
        _random = new SeededRandom(platform.Seed, SeededRandom.Subject(name), 1);
        Id = id;
        Name = name;
        Framework = framework;
        Domains = name == platform.Identity.VercelProjectName
            ? [$"{name}.vercel.app", "xmrt.example", "www.xmrt.example"]
            : [$"{name}.vercel.app"];
        ProtectionBypass = VercelIds.Secret(32);
        Requests = new VercelRequestLog(this);
        Firewall = new VercelFirewall(platform, this);
    }

    /// <summary>prj_ and 28 letters and digits.</summary>
    public string Id { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is written with.</summary>
    public string Framework { get; }

    /// <summary>Version of Node.js that its functions run on.</summary>
    public string NodeVersion { get; set; } = "22.x";

    /// <summary>The domains of production.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>
    /// Whether a production build goes live by itself; off after a rollback until something is promoted.
    /// </summary>
    public bool AutoAssignsDomains { get; internal set; } = true;

    /// <summary>Whether it was paused: its site answers 503.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether a gradual release is under way, so that promotions wait for its end.</summary>
    public bool HasActiveRollingRelease { get; set; }

    /// <summary>What its site served.</summary>
    public VercelRequestLog Requests { get; }

    /// <summary>Its firewall.</summary>
    public VercelFirewall Firewall { get; }

    /// <summary>The secret that lets a probe through to previews; no output of a tool may hold it.</summary>
    public string ProtectionBypass { get; }

    /// <summary>All deployments, the newest first.</summary>
    public IReadOnlyList<VercelDeployment> Deployments
    {
        get
        {
            lock (_platform.Gate) return [.. _deployments.OrderByDescending(deployment => deployment.CreatedAt)];
        }
    }

    /// <summary>What serves the production domains now; null when nothing ever did.</summary>
    public VercelDeployment? Production
    {
        get
        {
            lock (_platform.Gate)
            {
                Settle();
                return ProductionId is { } id ? Find(id) : null;
            }
        }
    }

    /// <summary>The last rollback or promotion that was asked for; null for none.</summary>
    public VercelAliasJob? LastJob { get; private set; }

    internal VercelPlatform Platform => _platform;

    internal string? ProductionId { get; private set; }

    internal VercelAliasJob? PinnedBy { get; private set; }

    /// <summary>The reason of the rollback that pins it, where it was changed afterwards.</summary>
    internal string? RollbackDescription { get; set; }

    internal DateTimeOffset Now => _platform.Now;

    internal IReadOnlyList<(DateTimeOffset Since, string DeploymentId)> Served => _served;

    /// <summary>
    /// Which deployment each production domain leads to; they differ after a rollback that failed half way.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>The address that follows a branch.</summary>
    internal string BranchHost(string branch) =>
        $"{Name}-git-{branch.Replace('/', '-')}-{_platform.Identity.VercelTeamSlug}.vercel.app";

    /// <summary>The deployment of that id or host name; null for none.</summary>
    public VercelDeployment? Find(string idOrHost)
    {
        lock (_platform.Gate)
        {
            return _deployments.Find(deployment => deployment.Id == idOrHost || deployment.Url == idOrHost)
                ?? (_aliases.TryGetValue(idOrHost, out var aliased) ? Find(aliased) : FindByBranch(idOrHost));
        }
    }

    /// <summary>It could be gone back to: built for production, had its traffic, and has it no longer.</summary>
    internal bool IsRollbackCandidate(VercelDeployment deployment) =>
        deployment.IsProduction
        && deployment.ServedSince is not null
        && deployment.Id != ProductionId
        && deployment.StateAt(Now) == VercelReadyState.Ready;

    /// <summary>Does what became due since the last look, in the order of its time.</summary>
    internal void Settle()
    {
        var now = Now;
        var due = _deployments
            .Where(deployment => !deployment.IsSettled && deployment.AliasedAt <= now)
            .Select(deployment => (At: deployment.AliasedAt, Act: (Action)(() => Settle(deployment))))
            .Concat(_jobs
                .Where(job => !job.IsSettled && job.MovesProductionAt <= now)
                .Select(job => (At: job.MovesProductionAt, Act: (Action)(() => Settle(job)))))
            .OrderBy(step => step.At)
            .ToList();
        foreach (var (_, act) in due) act();
    }

    private VercelDeployment? FindByBranch(string host) => _deployments
        .Where(deployment => deployment.IsAliasedAt(Now) && deployment.Commit.Exists && BranchHost(deployment.Commit.Branch) == host)
        .MaxBy(deployment => deployment.CreatedAt);

    private void Settle(VercelDeployment deployment)
    {
        deployment.IsSettled = true;
        if (!deployment.IsProduction || !AutoAssignsDomains || !deployment.IsAliasedAt(deployment.AliasedAt)) return;

        // A build that was slow does not replace one that was asked for after it.
        var current = ProductionId is null ? null : Find(ProductionId);
        if (current?.CreatedAt > deployment.CreatedAt) return;

        Serve(deployment, deployment.AliasedAt);
    }

    private void Settle(VercelAliasJob job)
    {
        job.IsSettled = true;
        if (job.Outcome == VercelJobOutcome.Fails) _aliases[Domains[0]] = job.ToDeploymentId;
        if (job.Outcome != VercelJobOutcome.Succeeds) return;

        Serve(Find(job.ToDeploymentId)!, job.MovesProductionAt);
        AutoAssignsDomains = job.Type == "promote";
        PinnedBy = AutoAssignsDomains ? null : job;
        RollbackDescription = null;
    }

    private void Serve(VercelDeployment deployment, DateTimeOffset at)
    {
        ProductionId = deployment.Id;
        deployment.ServedSince ??= at;
        _served.Add((at, deployment.Id));
        foreach (var domain in Domains) _aliases[domain] = deployment.Id;
    }
}
