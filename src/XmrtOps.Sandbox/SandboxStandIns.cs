using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Server;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox;

/// <summary>The platforms of a sandbox, each on a loopback port of its own, each with faults to switch on.</summary>
public sealed class SandboxStandIns : IAsyncDisposable
{
    private SandboxStandIns(SandboxIdentity identity, Func<CancellationToken, Task<TimeSpan>> probe)
    {
        Identity = identity;
        Vercel = new VercelPlatform(identity);
        VercelApi = Vercel.ServeApi();
        Frontend = Vercel.ServeSite(probe);
    }

    /// <summary>Who the sandbox is at the platforms.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>The website with /api/health.</summary>
    public HttpStandIn Frontend { get; }

    /// <summary>Vercel's state: the team, its projects and deployments, to be looked at and changed.</summary>
    public VercelPlatform Vercel { get; }

    /// <summary>Vercel's REST API.</summary>
    public HttpStandIn VercelApi { get; }

    /// <summary>Supabase's Management API.</summary>
    public HttpStandIn SupabaseApi { get; } = new(new SupabaseDialect());

    /// <summary>The Supabase project's own address: functions, Auth, REST.</summary>
    public HttpStandIn SupabaseProject { get; } = new(new StandInDialect());

    /// <summary>Closes all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await Frontend.DisposeAsync().ConfigureAwait(false);
        await VercelApi.DisposeAsync().ConfigureAwait(false);
        await SupabaseApi.DisposeAsync().ConfigureAwait(false);
        await SupabaseProject.DisposeAsync().ConfigureAwait(false);
    }

    internal static SandboxStandIns Start(SandboxDatabase database, SandboxIdentity identity) =>
        new(identity, database.ProbeAsync);
}
