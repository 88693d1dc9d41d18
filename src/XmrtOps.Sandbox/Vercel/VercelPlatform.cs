using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// Vercel as the sandbox plays it: a team with its projects, members and tokens. Tests and scenarios change it here;
/// clients change it through the API, with the same rules.
/// </summary>
public sealed class VercelPlatform
{
    private const ulong Members = 0x6d656d62657273;

    private readonly List<VercelToken> _tokens = [];
    private readonly List<VercelProject> _projects = [];

    /// <param name="identity">Whose team and project these are.</param>
    /// <param name="clock">What time it is; null for the machine's.</param>
    /// <param name="seed">Seed of the history.</param>
    public VercelPlatform(SandboxIdentity identity, TimeProvider? clock = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(identity);
        Identity = identity;
        Clock = clock ?? TimeProvider.System;
        Seed = seed;
        RateLimiter = new VercelRateLimiter(Clock);
        Users =
        [
            Member("joseph", "Joseph Andrews"), Member("mira", "Mira Okafor"), Member("tomasz", "Tomasz Lind"),
        ];
        Outsider = Member("vera", "Vera Outside");
        CreatedAt = Clock.GetUtcNow().AddDays(-400);
        _tokens.Add(new VercelToken(identity.VercelToken, Users[0], VercelRights.Full, expiresAt: null));
        _projects.Add(new VercelProject(this, identity.VercelProjectId, identity.VercelProjectName, "nextjs"));
        _projects.Add(new VercelProject(this, VercelIds.Project(seed, "docs"), "xmrt-docs", "astro"));
        VercelHistory.Write(Project, seed, HistoryOfMonths);
        VercelHistory.Write(_projects[1], seed + 1, HistoryOfDocs);
    }

    /// <summary>Whose team and project these are.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>The members of the team; the first owns the sandbox's token.</summary>
    public IReadOnlyList<VercelUser> Users { get; }

    /// <summary>The frontend's project.</summary>
    public VercelProject Project => _projects[0];

    /// <summary>All projects of the team.</summary>
    public IReadOnlyList<VercelProject> Projects => _projects;

    /// <summary>What the team pays for.</summary>
    public VercelPlan Plan { get; set; } = VercelPlan.Pro;

    /// <summary>How long builds, rollbacks and promotions take from now on.</summary>
    public VercelTimings Timings { get; set; } = new();

    /// <summary>What it does where the real one is not documented.</summary>
    public VercelRules Rules { get; } = new();

    /// <summary>What was uploaded, for deployments to be made of.</summary>
    public VercelUploads Uploads { get; } = new();

    /// <summary>How many requests it lets through.</summary>
    public VercelRateLimiter RateLimiter { get; }

    /// <summary>Which keys of the Supabase project are good; those of the identity unless told otherwise.</summary>
    public Func<string, bool>? AcceptsKey { get; set; }

    internal Lock Gate { get; } = new();

    internal TimeProvider Clock { get; }

    internal int Seed { get; }

    internal DateTimeOffset CreatedAt { get; }

    internal VercelUser Outsider { get; }

    internal DateTimeOffset Now => Clock.GetUtcNow();

    private static int HistoryOfMonths => 34;

    private static int HistoryOfDocs => 5;

    /// <summary>Starts a stand-in for the API that answers from this state; the caller disposes it.</summary>
    public HttpStandIn ServeApi()
    {
        var standIn = new HttpStandIn(new VercelDialect(this));
        VercelRoutes.Map(standIn, this);
        return standIn;
    }

    /// <summary>
    /// Starts a stand-in for the frontend's site, which shows what its current production deployment would; the caller
    /// disposes it. The probe opens a connection to the database and says how long that took.
    /// </summary>
    public HttpStandIn ServeSite(Func<CancellationToken, Task<TimeSpan>> probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var standIn = new HttpStandIn(new VercelSiteDialect());
        FrontendRoutes.Map(standIn, new VercelSite(this), probe);
        return standIn;
    }

    /// <summary>A further token.</summary>
    public VercelToken AddToken(VercelRights rights, DateTimeOffset? expiresAt = null)
    {
        lock (Gate)
        {
            var user = rights switch
            {
                VercelRights.Full => Users[0],
                VercelRights.Viewer => Users[^1],
                _ => Outsider,
            };
            var token = new VercelToken(VercelIds.Secret(24), user, rights, expiresAt);
            _tokens.Add(token);
            return token;
        }
    }

    /// <summary>Withdraws a token.</summary>
    /// <returns>False when it is unknown.</returns>
    public bool RevokeToken(string value)
    {
        lock (Gate)
        {
            if (_tokens.Find(token => token.Value == value) is not { } found) return false;
            found.IsRevoked = true;
            return true;
        }
    }

    internal VercelToken? FindToken(string? value)
    {
        lock (Gate) return _tokens.Find(token => token.Value == value && token.IsValidAt(Now));
    }

    internal VercelProject? FindProject(string? idOrName) =>
        _projects.Find(project => project.Id == idOrName || project.Name == idOrName);

    internal (VercelProject Project, VercelDeployment Deployment)? FindDeployment(string idOrUrl) => _projects
        .Select(project => (project, Deployment: project.Find(idOrUrl)))
        .Where(found => found.Deployment is not null)
        .Select(found => ((VercelProject, VercelDeployment)?)(found.project, found.Deployment!))
        .FirstOrDefault();

    internal void Settle()
    {
        foreach (var project in _projects) project.Settle();
    }

    private VercelUser Member(string userName, string name) => new(
        VercelIds.Make(new SeededRandom(Seed, Members + SeededRandom.Subject(userName), 0), 24),
        userName,
        name,
        $"{userName}@xmrt.example");
}
