using System.Security;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Project;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Connections;

/// <summary>
/// An open connection to one system of the XMRT Ecosystem: its database, its frontend, its platforms, or some of them.
/// Says what was found when it was made. Cmdlets take it, or its name, by <c>-Connection</c>.
/// </summary>
public sealed class XmrtConnection
{
    private readonly DatabaseClient? _database;
    private readonly Lock _gate = new();
    private PlatformClients? _platforms;
    private volatile bool _isOpen = true;

    internal XmrtConnection(string name, DatabaseClient? database)
    {
        Name = name;
        _database = database;
    }

    private XmrtConnection(string requested)
    {
        Name = requested;
        IsRequest = true;
        _isOpen = false;
    }

    /// <summary>Unique in the session; the name that records carry.</summary>
    public string Name { get; }

    /// <summary>The connection itself, so that one piped to a cmdlet binds to <c>-Connection</c>.</summary>
    public XmrtConnection Connection => this;

    /// <summary>Changing cmdlets name it in their prompts: it is marked as production, or is not on this machine.</summary>
    public bool IsProduction { get; internal init; }

    /// <summary>Host of the database, or null without one.</summary>
    public string? HostName { get; internal init; }

    /// <summary>TCP port of the database.</summary>
    public int? Port { get; internal init; }

    /// <summary>Name of the database.</summary>
    public string? DatabaseName { get; internal init; }

    /// <summary>Role that statements run as.</summary>
    public string? Role { get; internal init; }

    /// <summary>The role is a superuser.</summary>
    public bool? IsSuperuser { get; internal init; }

    /// <summary>Row level security hides nothing from the role.</summary>
    public bool? BypassesRowSecurity { get; internal init; }

    /// <summary>Version of the server, such as 15.8.</summary>
    public string? ServerVersion { get; internal init; }

    /// <summary>Version of the server as a number, such as 150008.</summary>
    public int? ServerVersionNumber { get; internal init; }

    /// <summary>The server is a replica or is recovering, and takes no changes.</summary>
    public bool? IsInRecovery { get; internal init; }

    /// <summary>Direct, or through a pooler, as far as it can be told.</summary>
    public PoolingMode? Pooling { get; internal init; }

    /// <summary>What <see cref="Pooling"/> was judged by.</summary>
    public string? PoolingEvidence { get; internal init; }

    /// <summary>How the connection is protected, such as "TLSv1.3, VerifyFull" or "none".</summary>
    public string? Tls { get; internal init; }

    /// <summary>Supabase's reference of the project: 20 letters.</summary>
    public string? ProjectRef { get; internal init; }

    /// <summary>Address of the frontend.</summary>
    public Uri? FrontendUrl { get; internal init; }

    /// <summary>Vercel's project: its name, or its prj_ identifier.</summary>
    public string? VercelProject { get; internal init; }

    /// <summary>Vercel's team: its team_ identifier, or its name in addresses; null for a personal account.</summary>
    public string? VercelTeam { get; internal init; }

    /// <summary>Base address of Vercel's API; null is https://api.vercel.com.</summary>
    public Uri? VercelApiUrl { get; internal init; }

    /// <summary>Base address of Supabase's management API; null is https://api.supabase.com.</summary>
    public Uri? SupabaseApiUrl { get; internal init; }

    /// <summary>The Supabase project's own address: functions, Auth, REST.</summary>
    public Uri? SupabaseUrl { get; internal init; }

    /// <summary>A token for Vercel's API is at hand.</summary>
    public bool HasVercelToken => VercelToken is not null;

    /// <summary>A token for Supabase's management API is at hand.</summary>
    public bool HasSupabaseToken => SupabaseToken is not null;

    /// <summary>The Supabase project's service_role or secret key is at hand.</summary>
    public bool HasServiceKey => ServiceKey is not null;

    /// <summary>The Supabase project's anon or publishable key is at hand.</summary>
    public bool HasAnonKey => AnonKey is not null;

    /// <summary>Profile that it was made from, or null.</summary>
    public string? Profile { get; internal init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ConnectedAt { get; internal init; }

    /// <summary>False once disconnected.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>How the database was logged in to; null without one.</summary>
    internal DatabaseLogin? Login { get; init; }

    internal SecureString? VercelToken { get; init; }

    internal SecureString? SupabaseToken { get; init; }

    internal SecureString? ServiceKey { get; init; }

    internal SecureString? AnonKey { get; init; }

    /// <summary>Makes what sends to the platforms, in place of the usual one.</summary>
    internal Func<HttpMessageHandler>? PlatformHandler { get; init; }

    /// <summary>Only a name so far, which the cmdlet that was given it has to open.</summary>
    internal bool IsRequest { get; }

    /// <summary>How messages and journal name the system.</summary>
    internal string Target => HostName is null
        ? Name
        : $"{HostName}:{Port?.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{DatabaseName}";

    /// <exception cref="XmrtException">NoDatabase, ConnectionClosed.</exception>
    internal DatabaseClient Database
    {
        get
        {
            if (!_isOpen)
            {
                throw Errors.ConnectionClosed(Name);
            }

            return _database ?? throw Errors.NoDatabase(Name);
        }
    }

    /// <summary>A connection that nobody else uses, for what cannot run in a transaction.</summary>
    /// <param name="why">What it is needed for, as the end of "is behind a transaction pooler: …".</param>
    /// <param name="limits">The session's.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="XmrtException">PoolerUnfit, NoDatabase, ConnectionClosed, and those of connecting.</exception>
    internal Task<DatabaseSession> OpenSessionAsync(
        string why, Limits limits, Notices.INotices notices, CancellationToken cancellation)
    {
        RequireSession(why);
        return Database.OpenSessionAsync(limits, notices, cancellation);
    }

    /// <exception cref="XmrtException">PoolerUnfit.</exception>
    internal void RequireSession(string why)
    {
        // A pooler of unknown mode may be one of sessions, which is fit; 6543 is where Supabase's transaction mode listens.
        if (Pooling == PoolingMode.Transaction || (Pooling == PoolingMode.Unknown && Port == 6543))
        {
            throw Errors.PoolerUnfit(Target, why);
        }
    }

    internal bool HasDatabase => _database is not null;

    /// <summary>Vercel's API can be asked about a project.</summary>
    internal bool HasVercel => VercelToken is not null && VercelProject is not null;

    /// <summary>Supabase's management API can be asked about a project.</summary>
    internal bool HasSupabase => SupabaseToken is not null && ProjectRef is not null;

    /// <exception cref="XmrtException">NoVercelToken, NoVercelProject, ConnectionClosed.</exception>
    internal VercelClient Vercel => Platforms.Vercel;

    /// <summary>Supabase's management API.</summary>
    /// <exception cref="XmrtException">NoSupabaseToken, NoProjectRef, ConnectionClosed.</exception>
    internal SupabaseClient Supabase => Platforms.Supabase;

    /// <summary>Supabase Auth of the project; what needs a key throws NoServiceKey or NoAnonKey when it is called.</summary>
    /// <exception cref="XmrtException">NoSupabaseUrl, ConnectionClosed.</exception>
    internal SupabaseAuthClient Auth => Platforms.Auth;

    /// <summary>The project's own address: functions and metrics.</summary>
    /// <exception cref="XmrtException">NoSupabaseUrl, ConnectionClosed.</exception>
    internal SupabaseProjectClient SupabaseProject => Platforms.Project;

    private PlatformClients Platforms
    {
        get
        {
            lock (_gate)
            {
                return _isOpen ? _platforms ??= new PlatformClients(this) : throw Errors.ConnectionClosed(Name);
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>A name that has still to be looked up among the profiles.</summary>
    internal static XmrtConnection Request(string name) => new(name);

    internal async ValueTask CloseAsync()
    {
        lock (_gate)
        {
            _isOpen = false;
            _platforms?.Dispose();
            _platforms = null;
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
