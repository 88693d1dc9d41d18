using System.Security;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>A frontend of one test's own: Vercel's API and the site over one state, on the machine's clock, without a database.</summary>
internal sealed class FrontendStand : IAsyncDisposable
{
    /// <summary>So short that nothing has to be waited for, and long enough to be seen.</summary>
    private static readonly VercelTimings s_quick = new()
    {
        Queued = TimeSpan.FromMilliseconds(20),
        Initializing = TimeSpan.FromMilliseconds(20),
        Building = TimeSpan.FromMilliseconds(100),
        Aliasing = TimeSpan.FromMilliseconds(20),
        JobPending = TimeSpan.FromMilliseconds(20),
        JobInProgress = TimeSpan.FromMilliseconds(20),
    };

    public FrontendStand()
    {
        Identity = new SandboxIdentity(DateTimeOffset.UtcNow);
        Platform = new VercelPlatform(Identity) { Timings = s_quick };
        Api = Platform.ServeApi();
        Site = Platform.ServeSite(_ => DatabaseFault is { } fault
            ? Task.FromException<TimeSpan>(fault)
            : Task.FromResult(TimeSpan.FromMilliseconds(2)));
    }

    public SandboxIdentity Identity { get; }

    public VercelPlatform Platform { get; }

    public VercelProject Project => Platform.Project;

    public VercelDeployment Production => Project.Production!;

    public HttpStandIn Api { get; }

    public HttpStandIn Site { get; }

    /// <summary>What the site meets when it asks its database; null: nothing.</summary>
    public Exception? DatabaseFault { get; set; }

    /// <summary>The production deployments that can be gone back to, the newest first.</summary>
    public IReadOnlyList<VercelDeployment> Candidates => [.. Project.Deployments
        .Where(deployment => deployment.ServedSince is not null && deployment.Id != Production.Id)];

    /// <summary>A build that stays in its first state, however long one looks.</summary>
    public VercelTimings Endless => s_quick with { Building = TimeSpan.FromHours(1) };

    /// <summary>Requests that were sent to the API and change something.</summary>
    public IReadOnlyList<StandInRequest> Changes => [.. Api.Journal.Requests.Where(request => request.Method != "GET")];

    /// <summary>Goes back to a deployment, and waits until that is done.</summary>
    public void RollBack(VercelDeployment to)
    {
        VercelTimings timings = Platform.Timings;
        Platform.Timings = timings with { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        Project.RollBack(to.Id, "the chat is broken");
        Platform.Timings = timings;
        Assert.Equal(to.Id, Production.Id);
    }

    /// <summary>A push whose build is over at once.</summary>
    public VercelDeployment PushAtOnce(string message, VercelBuildFailure? failure = null, string branch = "main")
    {
        VercelTimings timings = Platform.Timings;
        Platform.Timings = new VercelTimings
        {
            Queued = TimeSpan.Zero, Initializing = TimeSpan.Zero, Building = TimeSpan.Zero, Aliasing = TimeSpan.Zero,
        };
        if (failure is not null)
        {
            Project.FailNextBuild(failure);
        }

        VercelDeployment pushed = Project.Push(message, branch);
        Platform.Timings = timings;
        return pushed;
    }

    /// <summary>A console that is connected to it.</summary>
    /// <param name="token">Another token than the sandbox's; empty for none.</param>
    /// <param name="culture">The console's.</param>
    /// <param name="database">URL of a database; null for none.</param>
    public PwshSession Connect(string? token = null, string culture = "", string? database = null)
    {
        PwshSession session = new(80, culture);
        session.Set("token", Secure(token ?? Identity.VercelToken));
        session.Set("api", Api.BaseAddress);
        session.Set("site", Site.BaseAddress);
        session.Set("database", database);
        session.Set("project", Identity.VercelProjectName);
        session.Set("team", Identity.VercelTeamId);
        session.Run("$null = Connect-Xmrt " + (database is null ? "" : "$database ") + "-Name web -FrontendUrl $site -VercelApiUrl $api -VercelProject $project -VercelTeam $team"
            + (token == "" ? "" : " -VercelToken $token")).Succeeded();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Site.DisposeAsync();
    }

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
