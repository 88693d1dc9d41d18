using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox;

/// <summary>The platforms of a sandbox, each on a loopback port of its own, each with faults to switch on.</summary>
public sealed class SandboxStandIns : IAsyncDisposable
{
    private readonly SandboxDatabase _database;

    private SandboxStandIns(SandboxDatabase database, SandboxIdentity identity)
    {
        _database = database;
        Identity = identity;
    }

    /// <summary>Who the sandbox is at the platforms.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>The website with /api/health.</summary>
    public HttpStandIn Frontend { get; } = new(new StandInDialect());

    /// <summary>Vercel's REST API.</summary>
    public HttpStandIn VercelApi { get; } = new(new VercelDialect());

    /// <summary>Supabase's Management API.</summary>
    public HttpStandIn SupabaseApi { get; } = new(new SupabaseDialect());

    /// <summary>The Supabase project's own address: functions, Auth, REST.</summary>
    public HttpStandIn SupabaseProject { get; } = new(new StandInDialect());

    /// <summary>How many log queries a minute the Management API takes.</summary>
    public LogRateLimit LogRateLimit { get; } = new();

    /// <summary>What the platform has logged; null in a sandbox without rows.</summary>
    internal PlatformLog? Log { get; private init; }

    /// <summary>Opens a log in a schema of its own; the caller disposes of it.</summary>
    internal PlatformLog OpenLog(string schema) => _database.OpenLog(schema);

    /// <summary>Closes all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await Frontend.DisposeAsync().ConfigureAwait(false);
        await VercelApi.DisposeAsync().ConfigureAwait(false);
        await SupabaseApi.DisposeAsync().ConfigureAwait(false);
        await SupabaseProject.DisposeAsync().ConfigureAwait(false);
        if (Log is not null) await Log.DisposeAsync().ConfigureAwait(false);
    }

    internal static SandboxStandIns Start(SandboxDatabase database, SandboxIdentity identity)
    {
        var standIns = new SandboxStandIns(database, identity)
        {
            Log = database.IsSeeded ? database.OpenLog(LogDatabase.Schema) : null,
        };
        FrontendRoutes.Map(standIns.Frontend, database.ProbeAsync);
        if (standIns.Log is { } log) LogRoutes.Map(standIns.SupabaseApi, log, identity.ProjectRef, standIns.LogRateLimit);
        return standIns;
    }
}
