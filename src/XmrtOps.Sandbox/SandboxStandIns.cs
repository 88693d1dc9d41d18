using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Server;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox;

/// <summary>The platforms of a sandbox, each on a loopback port of its own, each with faults to switch on.</summary>
public sealed class SandboxStandIns : IAsyncDisposable
{
    private readonly SandboxDatabase _database;

    private SandboxStandIns(SandboxDatabase database, SandboxIdentity identity)
    {
        _database = database;
        Identity = identity;
        Vercel = new VercelPlatform(identity);
        VercelApi = Vercel.ServeApi();
        Frontend = Vercel.ServeSite(database.ProbeAsync);
        Supabase = new SupabasePlatform(identity, database.ServiceConnectionString, restConnectionString: database.RestConnectionString);
        Vercel.AcceptsKey = Supabase.Takes;
        if (!database.IsSeeded) return;

        Log = OpenLog(LogDatabase.Schema);
        LogRoutes.Map(Supabase, Log);
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
    public HttpStandIn SupabaseApi => Supabase.Api;

    /// <summary>The Supabase project's own address: functions, Auth, REST.</summary>
    public HttpStandIn SupabaseProject => Supabase.Address;

    /// <summary>The state of the Supabase project, for scenarios to change.</summary>
    public SupabasePlatform Supabase { get; }

    /// <summary>What the platform has logged; null in a sandbox without rows.</summary>
    internal PlatformLog? Log { get; }

    /// <summary>Opens a log in a schema of its own; the caller disposes of it.</summary>
    internal PlatformLog OpenLog(string schema) => _database.OpenLog(schema);

    /// <summary>Closes all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await Frontend.DisposeAsync().ConfigureAwait(false);
        await VercelApi.DisposeAsync().ConfigureAwait(false);
        await Supabase.DisposeAsync().ConfigureAwait(false);
        if (Log is not null) await Log.DisposeAsync().ConfigureAwait(false);
    }

    internal static SandboxStandIns Start(SandboxDatabase database, SandboxIdentity identity) => new(database, identity);
}
