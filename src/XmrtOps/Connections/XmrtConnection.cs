using System.Security;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>
/// An open connection to one system of the XMRT Ecosystem: its database, its frontend, its platforms, or some of them.
/// Says what was found when it was made. Cmdlets take it, or its name, by <c>-Connection</c>.
/// </summary>
public sealed class XmrtConnection
{
    private readonly DatabaseClient? _database;
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

    /// <summary>Base address of Vercel's API.</summary>
    public Uri? VercelApiUrl { get; internal init; }

    /// <summary>Base address of Supabase's management API.</summary>
    public Uri? SupabaseApiUrl { get; internal init; }

    /// <summary>A token for Vercel's API is at hand.</summary>
    public bool HasVercelToken => VercelToken is not null;

    /// <summary>A token for Supabase's management API is at hand.</summary>
    public bool HasSupabaseToken => SupabaseToken is not null;

    /// <summary>Profile that it was made from, or null.</summary>
    public string? Profile { get; internal init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ConnectedAt { get; internal init; }

    /// <summary>False once disconnected.</summary>
    public bool IsOpen => _isOpen;

    internal SecureString? VercelToken { get; init; }

    internal SecureString? SupabaseToken { get; init; }

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

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>A name that has still to be looked up among the profiles.</summary>
    internal static XmrtConnection Request(string name) => new(name);

    internal async ValueTask CloseAsync()
    {
        _isOpen = false;
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
